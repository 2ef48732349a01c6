#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace astronova::http {

/// Answers a request. Called from several threads at once. What it throws becomes a 500 that says
/// nothing of the cause, and an event in the log that does.
using Handler = std::function<Response(const Request&)>;

/// Where a handler runs.
enum class Execution : std::uint8_t {
  on_loop,  ///< on the event loop: it must neither block nor compute for longer than a millisecond
  /// For what waits, for a database or another server: on a pool of threads with a bounded queue;
  /// 503 when the queue is full.
  on_worker,
  /// For what computes for longer: on another such pool, so that whatever is waited for does not
  /// hold it up. Its threads come behind the others where processors are few.
  on_computing_worker,
  /// On the loop for a request without an Authorization header, which must not block there; on a
  /// worker for a request with one, so that whoever it names can be looked up.
  on_worker_when_authorized,
};

/// Whether this request is one for a worker.
bool is_for_worker(Execution execution, const Request& request);

/// Who is turned away when there is too much to do.
enum class Priority : std::uint8_t {
  usual,
  vital,  ///< nobody: those who decide whether the server is to be ended or relieved ask it
};

/// A route as it was added.
struct RouteInfo {
  Method method{};
  std::string pattern;
  Execution execution{};
  Priority priority{};
};

/// Which handler answers a method and path.
///
/// A pattern is a path whose segments are literal or hold one parameter, alone or with literal text
/// around it: "/api/v1/chart/{chartId}", "/api/v1/chart/{chartId}.svg". A parameter takes one or
/// more characters of its segment. Literal segments win over parameters, longer literal text over
/// shorter. A GET route answers HEAD, and OPTIONS is answered for every path.
///
/// Threads: add() before anybody asks; after that all threads may.
class Router {
 public:
  Router();

  /// Throws std::logic_error for a malformed pattern and for a route that is there already.
  void add(Method method, std::string pattern, Handler handler,
           Execution execution = Execution::on_loop, Priority priority = Priority::usual);

  /// All routes in the order in which they were added.
  std::vector<RouteInfo> routes() const;

  struct Route {
    RouteInfo info;
    Handler handler;
    std::vector<std::string> parameter_names;
  };

  using Parameters = std::vector<std::pair<std::string_view, std::string_view>>;

  /// What is known of a path.
  struct Lookup {
    const Route* route = nullptr;  ///< none when the path or its method is unknown
    std::string allowed;  ///< the value of Allow when there is no route; empty: no such path
  };

  /// Finds the route of a method (none: one that we do not know) and path; fills `parameters`,
  /// whose values are views into `path`, names into the router.
  Lookup find(std::optional<Method> method, std::string_view path, Parameters& parameters) const;

  /// Answers a request here and now, whatever its route's Execution: the handler's answer, or the
  /// 404, 405, 204 to OPTIONS, or 500 that the server would send.
  Response handle(Request& request) const;

 private:
  struct ParameterEdge {
    std::string prefix;
    std::string suffix;
    std::size_t node;
  };
  struct Node {
    std::vector<std::pair<std::string, std::size_t>> literals;
    std::vector<ParameterEdge> parameters;
    std::array<std::optional<std::size_t>, method_count> routes{};
    bool is_path() const;
  };

  std::size_t child_of(std::size_t node, std::string_view segment,
                       std::vector<std::string>& parameter_names);
  const Node* match(const Node& node, std::string_view rest, Parameters& parameters) const;

  std::vector<Node> nodes_;
  std::vector<Route> routes_;
};

/// Calls a route's handler; what it throws becomes a 500 problem and an event in the log.
Response call(const Router::Route& route, const Request& request);

/// The answer where there is no route: 404, 405 with Allow, or 204 with Allow to OPTIONS.
Response response_without_route(const Router::Lookup& lookup, std::optional<Method> method,
                                const Request& request);

}  // namespace astronova::http
