// Birth data's civil time from arbitrary bytes: no input may crash, and an instant that is answered
// must read back as the clock reading that was asked.
//
// The bytes are lines: date, time, zone, offset, calendar; the first byte of all chooses the fold,
// the second the longitude.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "places/civil_time.h"

namespace {

using namespace astronova;
using namespace astronova::places;

class Lines {
 public:
  explicit Lines(std::string_view rest) : rest_(rest) {}
  std::string_view next() {
    const auto end = rest_.find('\n');
    const auto line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    return line;
  }

 private:
  std::string_view rest_;
};

void require(bool holds) {
  if (!holds) std::abort();
}

void check_error(const Error& error) {
  require(!error.detail.empty());
  for (const auto& field : error.fields)
    require(field.pointer.starts_with('/'));
}

void check_moment(const CivilTime& stated, const Moment& moment) {
  const auto seconds_of_day = std::chrono::hours{moment.time.hour} +
                              std::chrono::minutes{moment.time.minute} +
                              std::chrono::seconds{moment.time.second};
  const auto local = moment.utc + moment.utc_offset;
  require(local - std::chrono::floor<std::chrono::days>(local) == seconds_of_day);
  if (stated.time) require(moment.time == *stated.time);
  const auto day = day_of(stated);
  require(day && day->begin <= moment.utc && moment.utc < day->end);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  Lines lines({reinterpret_cast<const char*>(data) + 2, size - 2});
  CivilTime stated;
  const auto date = parse_date(lines.next());
  if (!date) {
    check_error(date.error());
    return 0;
  }
  stated.date = *date;
  if (const auto time = parse_time(lines.next())) stated.time = *time;
  stated.timezone = lines.next();
  if (const auto offset = parse_utc_offset(lines.next())) stated.utc_offset = *offset;
  if (const auto calendar = parse_calendar(lines.next())) stated.calendar = *calendar;
  if (data[0] < 4) stated.fold = data[0] - 1;
  stated.longitude = (data[1] - 128) * 1.45;
  const auto moment = resolve(stated);
  if (moment) {
    check_moment(stated, *moment);
  } else {
    check_error(moment.error());
  }
  return 0;
}
