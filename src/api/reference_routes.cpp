#include <algorithm>

#include "api/contract.h"
#include "api/page.h"
#include "api/request_body.h"
#include "api/routes.h"
#include "astrology/zodiac.h"
#include "base/json_writer.h"
#include "base/utf8.h"
#include "http/problem.h"

namespace astronova::api {
namespace {

// What never changes while the program lives, and asks caches to look again when it does.
http::Response constant(std::string_view content_type, std::string_view body) {
  http::Response response;
  response.content_type = content_type;
  response.static_body = body;
  response.headers.emplace_back("Cache-Control", "public, max-age=300");
  return response;
}

std::string write_zodiac_signs() {
  std::string text;
  JsonWriter json(text);
  json.begin_object().key("items").begin_array();
  for (std::size_t i = 0; i < astrology::sign_count; ++i) {
    const auto sign = static_cast<astrology::Sign>(i);
    json.begin_object()
        .member("name", name_of(sign))
        .member("sanskritName", sanskrit_name_of(sign))
        .member("startLongitude", 30 * i)
        .member("element", name_of(element_of(sign)))
        .member("modality", name_of(modality_of(sign)))
        .member("traditionalRuler", name_of(traditional_ruler(sign)))
        .member("modernRuler", name_of(modern_ruler(sign)))
        .end_object();
  }
  json.end_array().end_object();
  return text;
}

http::Response get_docs_page() {
  static const Page page(docs_files().front().body);
  return page.answer(SystemRandomness());
}

http::Response get_docs_file(const http::Request& request) {
  const auto name = request.path_parameter("file");
  // The first is the page itself.
  const auto files = docs_files().subspan(1);
  const auto found = std::ranges::find(files, name, &DocsFile::name);
  if (found == files.end()) {
    http::Problem problem;
    problem.status = 404;
    problem.detail = "the reference page has no file " + quoted(name) + "; the page is at /docs";
    return http::problem_response(problem, request.request_id);
  }
  return constant(found->content_type, found->body);
}

}  // namespace

void add_reference_routes(http::Router& router) {
  router.add(http::Method::get, "/api/v1/openapi.json",
             [](const auto&) { return constant(json_type, openapi_json()); });
  router.add(http::Method::get, "/api/v1/misc/zodiac-signs", [](const auto&) {
    static const std::string signs = write_zodiac_signs();
    return constant(json_type, signs);
  });
  router.add(http::Method::get, "/docs", [](const auto&) { return get_docs_page(); });
  router.add(http::Method::get, "/docs/{file}", get_docs_file);
}

}  // namespace astronova::api
