#include "base/put_text.h"

#include <charconv>

namespace astronova::put_detail {

char* put_large(char* at, std::uint64_t value) {
  return std::to_chars(at, at + number_bytes_max, value).ptr;
}

void refuse_number() {
  throw std::logic_error("a number that is not finite, or far too large, cannot be written");
}

}  // namespace astronova::put_detail
