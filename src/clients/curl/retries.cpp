#include "clients/curl/retries.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

#include <curl/curl.h>

namespace astronova::clients::curl {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A server that asks for more has no answer within any deadline of ours.
constexpr seconds asked_max = std::chrono::hours{24};

std::optional<seconds> read_seconds(std::string_view text) {
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (text.empty() || !digits) return std::nullopt;
  // Stays so where the number is too large to be read.
  std::int64_t count = asked_max.count();
  std::from_chars(text.data(), text.data() + text.size(), count);
  return std::min(seconds{count}, asked_max);
}

double evenly_below_one(const Randomness& randomness) {
  // A double holds 53 bits.
  return std::ldexp(static_cast<double>(std::bit_cast<std::uint64_t>(randomness.bytes<8>()) >> 11U),
                    -53);
}

}  // namespace

bool passes_by_itself(unsigned status) {
  return status == 429 || status == 502 || status == 503 || status == 504;
}

std::optional<milliseconds> asked_pause(const HttpResponse& response, Instant now) {
  const auto text = response.header("retry-after");
  if (!text) return std::nullopt;
  if (const auto count = read_seconds(*text)) return *count;
  const std::time_t date = curl_getdate(std::string{*text}.c_str(), nullptr);
  if (date == -1) return std::nullopt;
  const auto pause =
      std::chrono::ceil<milliseconds>(Instant{std::chrono::sys_seconds{seconds{date}}} - now);
  return std::clamp<milliseconds>(pause, milliseconds{0}, asked_max);
}

std::optional<milliseconds> pause_after(unsigned attempts, std::optional<milliseconds> asked,
                                        const Randomness& randomness,
                                        const RetrySettings& settings) {
  if (attempts >= settings.attempts_max) return std::nullopt;
  auto bound = settings.pause_first;
  for (unsigned made = 1; made < attempts && bound < settings.pause_max; ++made)
    bound *= 2;
  bound = std::min(bound, settings.pause_max);
  const milliseconds drawn{
      static_cast<std::int64_t>(evenly_below_one(randomness) * static_cast<double>(bound.count()))};
  return asked.value_or(milliseconds{0}) + drawn;
}

}  // namespace astronova::clients::curl
