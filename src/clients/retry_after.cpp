#include "clients/retry_after.h"

#include <algorithm>
#include <charconv>

namespace astronova::clients {

using std::chrono::seconds;

std::optional<seconds> retry_after(const HttpResponse& response) {
  constexpr seconds longest = std::chrono::hours{1};
  const auto text = response.header("retry-after").value_or("");
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  // Stays so where the number is too large to be read.
  std::int64_t count = longest.count();
  std::from_chars(text.data(), text.data() + text.size(), count);
  return std::min(seconds{count}, longest);
}

bool is_passing(unsigned status) {
  return status == 429 || status == 502 || status == 503 || status == 504;
}

}  // namespace astronova::clients
