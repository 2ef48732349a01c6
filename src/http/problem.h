#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "base/result.h"
#include "http/message.h"

namespace astronova::http {

/// A member of a problem document beside the usual ones (RFC 9457, 3.2), named unlike any of them.
struct ProblemExtension {
  JsonKey name;
  std::string text;
};

/// A problem document, RFC 9457, as far as a handler decides it.
struct Problem {
  unsigned status = 500;
  std::string
      detail{};  ///< what is wrong and how to mend it, for the caller; quote input with quoted()
  std::vector<FieldError> errors{};  ///< the wrong fields of the input, if any
  std::string title{};               ///< the status's reason phrase when empty
  std::string type{};                ///< a stable URI reference; "about:blank" when empty
  std::vector<ProblemExtension> extensions{};
};

/// The answer that carries a problem: application/problem+json with the members type, title,
/// status, detail, instance (the request id) and, when there are any, errors and the extensions, in
/// this order.
/// Always valid UTF-8.
Response problem_response(const Problem& problem, std::string_view request_id);

}  // namespace astronova::http
