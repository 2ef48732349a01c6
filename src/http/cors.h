#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace astronova::http {

/// Which other origins' scripts may read our answers (the Fetch standard's CORS protocol). Without
/// credentials: who calls carries a token, never a cookie.
class Cors {
 public:
  /// Origins as browsers send them, "https://example.org"; "*" allows all.
  explicit Cors(std::vector<std::string> origins) : origins_(std::move(origins)) {}

  bool allows(std::string_view origin) const;
  bool allows_all() const;

  /// Adds the header lines that every answer to this request carries to a response head.
  void append_headers(std::string& head, const Request& request) const;

  /// Adds what a preflight asks to the answer to OPTIONS, if the request is one from an allowed
  /// origin. `methods` is the list of methods that the path answers.
  void answer_preflight(const Request& request, std::string_view methods, Response& response) const;

 private:
  std::vector<std::string> origins_;
};

}  // namespace astronova::http
