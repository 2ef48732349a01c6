#include "http/router.h"

#include <algorithm>
#include <boost/core/demangle.hpp>
#include <stdexcept>
#include <typeinfo>

#include <fmt/format.h>

#include "base/log.h"
#include "base/utf8.h"
#include "base/work_context.h"
#include "http/problem.h"

namespace astronova::http {
namespace {

std::size_t index_of(Method method) {
  return static_cast<std::size_t>(method);
}

[[noreturn]] void refuse(std::string_view pattern, std::string_view why) {
  throw std::logic_error(fmt::format("route {}: {}", pattern, why));
}

/// The first segment of a path that begins with a slash; what is left begins with one or is empty.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

void tell_failure(const RouteInfo& route, const Request& request, std::string type,
                  std::string message) {
  log({Severity::error,
       "error",
       fmt::format("request {} failed: {}", request.request_id, message),
       {{"error_type", std::move(type)},
        {"error_message", std::move(message)},
        {"request_id", request.request_id}},
       {{"method", std::string(name_of(route.method))}, {"endpoint", route.pattern}}});
  note_failure_told();
}

}  // namespace

bool is_for_worker(Execution execution, const Request& request) {
  switch (execution) {
    case Execution::on_loop:
      return false;
    case Execution::on_worker_when_authorized:
      return request.header("Authorization").has_value();
    case Execution::on_worker:
    case Execution::on_computing_worker:
      break;
  }
  return true;
}

bool Router::Node::is_path() const {
  return std::ranges::any_of(routes, [](const auto& route) { return route.has_value(); });
}

Router::Router() : nodes_(1) {}

std::size_t Router::child_of(std::size_t node, std::string_view segment,
                             std::vector<std::string>& parameter_names) {
  const std::size_t open = segment.find('{');
  if (open == std::string_view::npos) {
    const auto found = std::ranges::find(nodes_[node].literals, segment,
                                         &std::pair<std::string, std::size_t>::first);
    if (found != nodes_[node].literals.end()) return found->second;
    nodes_[node].literals.emplace_back(segment, nodes_.size());
    nodes_.emplace_back();
    return nodes_.size() - 1;
  }
  const std::size_t end = segment.find('}', open);
  if (end == std::string_view::npos || end == open + 1) refuse(segment, "malformed parameter");
  parameter_names.emplace_back(segment.substr(open + 1, end - open - 1));
  const std::string_view prefix = segment.substr(0, open);
  const std::string_view suffix = segment.substr(end + 1);
  auto& edges = nodes_[node].parameters;
  const auto same = std::ranges::find_if(edges, [&](const ParameterEdge& edge) {
    return edge.prefix == prefix && edge.suffix == suffix;
  });
  if (same != edges.end()) return same->node;
  edges.push_back({std::string(prefix), std::string(suffix), nodes_.size()});
  std::ranges::stable_sort(edges, std::greater{}, [](const ParameterEdge& edge) {
    return edge.prefix.size() + edge.suffix.size();
  });
  nodes_.emplace_back();
  return nodes_.size() - 1;
}

void Router::add(Method method, std::string pattern, Handler handler, Execution execution,
                 Priority priority) {
  if (!pattern.starts_with('/')) refuse(pattern, "a pattern begins with a slash");
  Route route{{method, std::move(pattern), execution, priority}, std::move(handler), {}};
  std::size_t node = 0;
  std::string_view rest = route.info.pattern;
  while (!rest.empty())
    node = child_of(node, take_segment(rest), route.parameter_names);
  auto& place = nodes_[node].routes.at(index_of(method));
  if (place) refuse(route.info.pattern, "there already");
  place = routes_.size();
  routes_.push_back(std::move(route));
}

std::vector<RouteInfo> Router::routes() const {
  std::vector<RouteInfo> infos;
  infos.reserve(routes_.size());
  for (const auto& route : routes_)
    infos.push_back(route.info);
  return infos;
}

const Router::Node* Router::match(const Node& node, std::string_view rest,
                                  Parameters& parameters) const {
  if (rest.empty()) return node.is_path() ? &node : nullptr;
  const std::string_view segment = take_segment(rest);
  for (const auto& [literal, child] : node.literals) {
    if (literal != segment) continue;
    if (const Node* found = match(nodes_[child], rest, parameters)) return found;
  }
  for (const auto& edge : node.parameters) {
    const std::size_t literal_size = edge.prefix.size() + edge.suffix.size();
    if (segment.size() <= literal_size || !segment.starts_with(edge.prefix) ||
        !segment.ends_with(edge.suffix)) {
      continue;
    }
    // Its name is the route's to say, which is not known yet.
    parameters.emplace_back(std::string_view(),
                            segment.substr(edge.prefix.size(), segment.size() - literal_size));
    if (const Node* found = match(nodes_[edge.node], rest, parameters)) return found;
    parameters.pop_back();
  }
  return nullptr;
}

Router::Lookup Router::find(std::optional<Method> method, std::string_view path,
                            Parameters& parameters) const {
  parameters.clear();
  if (!path.starts_with('/')) return {};
  const Node* node = match(nodes_.front(), path, parameters);
  if (!node) return {};
  if (method) {
    auto place = node->routes.at(index_of(*method));
    if (!place && method == Method::head) place = node->routes.at(index_of(Method::get));
    if (place) {
      const Route& route = routes_[*place];
      for (std::size_t i = 0; i < parameters.size(); ++i)
        parameters[i].first = route.parameter_names[i];
      return {&route, {}};
    }
  }
  parameters.clear();
  std::string allowed;
  for (std::size_t i = 0; i < method_count; ++i) {
    const auto candidate = static_cast<Method>(i);
    const bool is_answered = node->routes.at(i) || candidate == Method::options ||
                             (candidate == Method::head && node->routes.at(index_of(Method::get)));
    if (!is_answered) continue;
    if (!allowed.empty()) allowed += ", ";
    allowed += name_of(candidate);
  }
  return {nullptr, std::move(allowed)};
}

Response Router::handle(Request& request) const {
  const Lookup lookup = find(request.method, request.path, request.path_parameters);
  if (lookup.route) return call(*lookup.route, request);
  return response_without_route(lookup, request.method, request);
}

Response call(const Router::Route& route, const Request& request) {
  std::string type;
  std::string message;
  try {
    return route.handler(request);
  } catch (const std::exception& exception) {
    type = boost::core::demangle(typeid(exception).name());
    message = exception.what();
  } catch (...) {
    type = "something else than a std::exception";
    message = "not a std::exception";
  }
  tell_failure(route.info, request, std::move(type), std::move(message));
  return problem_response(
      {500, "Something went wrong on our side. Tell us the request id, please.", {}, {}, {}},
      request.request_id);
}

Response response_without_route(const Router::Lookup& lookup, std::optional<Method> method,
                                const Request& request) {
  if (lookup.allowed.empty()) {
    const std::string detail = "There is nothing at " + quoted(request.path, 128) +
                               ". The paths of this server are listed at /docs.";
    return problem_response({404, detail, {}, {}, {}}, request.request_id);
  }
  Response response;
  if (method == Method::options) {
    response.status = 204;
  } else {
    const std::string detail =
        "This path does not answer that method; it answers " + lookup.allowed + ".";
    response = problem_response({405, detail, {}, {}, {}}, request.request_id);
  }
  response.headers.emplace_back("Allow", lookup.allowed);
  return response;
}

}  // namespace astronova::http
