#include "sky/swiss/coverage_error.h"

#include <fmt/format.h>

#include "base/instant.h"

namespace astronova::sky::swiss {
namespace {

std::string date_of(JulianDayUt when) {
  const auto text = format_rfc3339(to_instant(when));
  return text.substr(0, text.find('T'));
}

}  // namespace

Error outside_coverage(std::string_view what, const Coverage& span) {
  return {ErrorCode::outside_ephemeris,
          fmt::format("{} is covered from {} to {} (proleptic Gregorian); ask for an instant "
                      "within, or leave it out",
                      what, date_of(span.first), date_of(span.last)),
          {}};
}

}  // namespace astronova::sky::swiss
