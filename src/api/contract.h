#pragma once

#include <span>
#include <string_view>

namespace astronova::api {

/// The OpenAPI 3.1 document of api/ as compact JSON.
/// Everything here is part of the program: it lives as long as the program does.
std::string_view openapi_json();

/// A file of the API reference page.
struct DocsFile {
  std::string_view name;  ///< "index.html" is the page at /docs; the rest lie under /docs/
  std::string_view content_type;
  std::string_view body;
};

/// The page first, as api/page.h has pages, then what it loads. It needs no other server.
std::span<const DocsFile> docs_files();

}  // namespace astronova::api
