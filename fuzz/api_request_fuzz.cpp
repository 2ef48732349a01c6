// Any body of a request, from JSON text to the answer's bytes: an answer or an error, never a
// crash.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "api/chart_json.h"
#include "api/chart_request.h"
#include "api/negotiation.h"
#include "api/object_reader.h"
#include "api/sky_request.h"
#include "api/techniques.h"
#include "base/clock.h"
#include "base/instant.h"
#include "sky/swiss/swiss_ephemeris.h"

namespace {

using namespace astronova;

const sky::Ephemeris& ephemeris() {
  static const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  return **opened;
}

void cast(const boost::json::value& body) {
  const auto request = api::read_chart_request(body);
  if (!request) return;
  const auto chart = usecases::cast_natal_chart(ephemeris(), *request);
  std::string text;
  if (chart) api::write_chart(text, *chart, *request, ephemeris());
}

// Comparisons and all other techniques.
void answer_techniques(const boost::json::value& body) {
  static const auto techniques = api::techniques();
  static const SystemClock clock;
  for (const auto& technique : techniques) {
    std::string text;
    (void)technique.answer(body, {ephemeris(), clock}, text);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  (void)parse_rfc3339(text);
  constexpr std::array<std::string_view, 2> offered{"application/json", "text/csv"};
  (void)api::preferred_type(text, offered);
  api::JsonMemory memory;
  const auto body = api::parse_json(text, memory);
  if (!body) return 0;
  cast(*body);
  answer_techniques(*body);
  (void)api::read_table_request(*body);
  return 0;
}
