#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace astronova::http {

bool is_ascii(std::string_view text);

/// Percent-decodes a path (RFC 3986, 2.1) into `decoded`, which is overwritten.
/// errors  malformed: bad percent-encoding, no UTF-8, an encoded slash (which would be another
/// path)
Result<void> decode_path(std::string_view path, std::string& decoded);

/// Splits and decodes what follows the question mark, as WHATWG's application/x-www-form-urlencoded
/// parser does, only that it refuses what is malformed. Pairs are appended to `pairs`; they take
/// the memory of `spares` as long as there are any.
/// errors  malformed: bad percent-encoding, no UTF-8
Result<void> decode_query(std::string_view query, QueryPairs& pairs, QueryPairs& spares);

/// The origin form of a request target: itself, or the path and query of an absolute URI
/// (RFC 9112, 3.2.2). Empty for any other form.
std::string_view origin_form(std::string_view target);

}  // namespace astronova::http
