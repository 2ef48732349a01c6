#include "api/contract.h"

#include <array>

// Embedded by api/CMakeLists.txt.
extern "C" {
extern const unsigned char astronova_openapi_json[];
extern const unsigned char astronova_openapi_json_end[];
extern const unsigned char astronova_docs_index_html[];
extern const unsigned char astronova_docs_index_html_end[];
extern const unsigned char astronova_docs_css[];
extern const unsigned char astronova_docs_css_end[];
extern const unsigned char astronova_docs_js[];
extern const unsigned char astronova_docs_js_end[];
extern const unsigned char astronova_swagger_ui_css[];
extern const unsigned char astronova_swagger_ui_css_end[];
extern const unsigned char astronova_swagger_ui_js[];
extern const unsigned char astronova_swagger_ui_js_end[];
}

namespace astronova::api {
namespace {

std::string_view between(const unsigned char* begin, const unsigned char* end) {
  return {reinterpret_cast<const char*>(begin), static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::string_view openapi_json() {
  return between(astronova_openapi_json, astronova_openapi_json_end);
}

std::span<const DocsFile> docs_files() {
  static constexpr std::string_view css = "text/css; charset=utf-8";
  static constexpr std::string_view javascript = "text/javascript; charset=utf-8";
  static const std::array<DocsFile, 5> files{{
      {"index.html", "text/html; charset=utf-8",
       between(astronova_docs_index_html, astronova_docs_index_html_end)},
      {"docs.css", css, between(astronova_docs_css, astronova_docs_css_end)},
      {"docs.js", javascript, between(astronova_docs_js, astronova_docs_js_end)},
      {"swagger-ui.css", css, between(astronova_swagger_ui_css, astronova_swagger_ui_css_end)},
      {"swagger-ui-bundle.js", javascript,
       between(astronova_swagger_ui_js, astronova_swagger_ui_js_end)},
  }};
  return files;
}

}  // namespace astronova::api
