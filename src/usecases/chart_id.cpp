#include "usecases/chart_id.h"

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/string_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <fmt/format.h>

namespace astronova::usecases {
namespace {

void add_birth(std::string& text, const BirthData& birth) {
  const auto& civil = birth.civil;
  fmt::format_to(std::back_inserter(text), "{}-{}-{}|", civil.date.year, civil.date.month,
                 civil.date.day);
  if (civil.time) {
    fmt::format_to(std::back_inserter(text), "{}:{}:{}", civil.time->hour, civil.time->minute,
                   civil.time->second);
  }
  fmt::format_to(std::back_inserter(text), "|{}|{}|{}|{}|{}|{}|{}|",
                 civil.calendar ? static_cast<int>(*civil.calendar) : -1, civil.timezone,
                 civil.fold.value_or(-1), civil.utc_offset ? civil.utc_offset->count() : 999'999,
                 birth.place.latitude, birth.place.longitude, birth.place.altitude_metres);
}

void add_options(std::string& text, const ChartOptions& options) {
  fmt::format_to(std::back_inserter(text), "{}|{}|{}|{}|{}|",
                 static_cast<int>(options.house_system), options.sidereal,
                 static_cast<int>(options.ayanamsa), static_cast<int>(options.node),
                 static_cast<int>(options.center));
  for (const auto body : options.bodies) {
    fmt::format_to(std::back_inserter(text), "{},", static_cast<int>(body));
  }
  for (const auto& orb : options.aspects.orbs) {
    if (orb.wanted) {
      fmt::format_to(std::back_inserter(text), "|{},{}", orb.orb, orb.luminary_orb);
    } else {
      text += "|-";
    }
  }
}

}  // namespace

std::string chart_id(const ChartRequest& request) {
  // A namespace of our own, drawn once.
  static const boost::uuids::uuid charts =
      boost::uuids::string_generator{}("6f0b2c1e-7a51-4d0c-9a6b-52f2a4d1c8e7");
  std::string text;
  add_birth(text, request.birth);
  add_options(text, request.options);
  text += request.western ? "|western" : "|";
  text += request.vedic ? "|vedic" : "|";
  return boost::uuids::to_string(boost::uuids::name_generator_sha1{charts}(text));
}

}  // namespace astronova::usecases
