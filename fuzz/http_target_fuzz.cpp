// Request targets and headers that we parse ourselves, from arbitrary bytes: nothing may crash,
// what is decoded must be UTF-8, and problems that quote the input must be JSON, by Boost.JSON's
// judgement.

#include <boost/json/parse.hpp>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/utf8.h"
#include "http/compression.h"
#include "http/cors.h"
#include "http/problem.h"
#include "http/request_id.h"
#include "http/router.h"
#include "http/target.h"

namespace {

using namespace astronova;
using namespace astronova::http;

void require(bool holds) {
  if (!holds) std::abort();
}

void check_problem(const Response& response) {
  boost::system::error_code error;
  const auto document = boost::json::parse(response.body, error);
  require(!error && document.is_object());
}

const Router& router() {
  static const Router shared = [] {
    const Handler nothing = [](const Request&) { return Response{}; };
    Router made;
    made.add(Method::get, "/a/{b}", nothing);
    made.add(Method::get, "/a/{b}.svg", nothing);
    made.add(Method::get, "/a/c{b}d/{e}", nothing);
    made.add(Method::post, "/a/b", nothing);
    return made;
  }();
  return shared;
}

void check_target(std::string_view target) {
  const std::string_view origin = origin_form(target);
  Request request;
  const auto set = request.set_target(origin);
  if (!set) {
    check_problem(problem_response({400, set.error().detail, {}, {}, {}}, "fuzz"));
    return;
  }
  require(is_valid_utf8(request.path));
  for (const auto& [name, value] : request.query)
    require(is_valid_utf8(name) && is_valid_utf8(value));
  const Response response = router().handle(request);
  if (response.status != 200) check_problem(response);
  for (const auto& [name, value] : request.path_parameters) {
    require(!value.empty());
    require(request.path.find(value) != std::string_view::npos);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  check_target(input);
  const std::string text(input);
  check_problem(problem_response({422, text, {{text, text, {}}}, text, text}, text));
  check_problem(problem_response({422, quoted(input), {}, {}, {}}, "fuzz"));
  require(is_valid_utf8(quoted(input, 8)));
  if (accepts_gzip(input)) require(!input.empty());
  if (Cors({"https://a.example"}).allows(input)) require(input == "https://a.example");
  if (is_request_id(input)) require(size >= 8 && size <= 64);
  return 0;
}
