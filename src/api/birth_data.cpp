#include "api/birth_data.h"

#include "places/time_zones.h"
#include "usecases/birth_place.h"

namespace astronova::api {
namespace {

// Reads a member by a parser of civil time, which knows what to advise.
template <class T>
std::optional<T> parsed(ObjectReader& reader, std::string_view name, std::string_view pointer,
                        Result<T> (*parse)(std::string_view), FieldErrors& errors) {
  const auto text = reader.string(name);
  if (!text) return std::nullopt;
  const auto value = parse(*text);
  if (value) return *value;
  errors.add(value.error(), pointer, '/' + std::string{name});
  return std::nullopt;
}

void read_zone(ObjectReader& reader, places::CivilTime& civil, std::string_view pointer,
               FieldErrors& errors) {
  civil.utc_offset = parsed(reader, "utcOffset", pointer, &places::parse_utc_offset, errors);
  const auto zone = reader.string("timezone");
  civil.timezone = zone.value_or("");
  if (zone && !places::zone_exists(*zone)) {
    errors.add(places::unknown_zone(*zone), pointer, "/timezone");
  }
}

void read_place(ObjectReader& reader, usecases::BirthData& birth, FieldErrors& errors) {
  const auto name = reader.string("place");
  const auto latitude = reader.number("latitude", -90, 90);
  const auto longitude = reader.number("longitude", -180, 180);
  const auto given = [&](std::string_view member) {
    const auto* value = reader.any(member);
    return value && !value->is_null();
  };
  for (const auto* coordinate : {"latitude", "longitude"}) {
    if (given("place") && given(coordinate)) {
      reader.note(coordinate, "cannot be given together with place; leave one of them out");
    } else if (!given("place") && !given(coordinate)) {
      reader.note(coordinate, "is required, unless place is given");
    }
  }
  birth.place = {latitude.value_or(0), longitude.value_or(0), 0};
  birth.civil.longitude = birth.place.longitude;
  if (!name) return;
  if (const auto taken = usecases::take_named_place(birth, *name); !taken) {
    errors.add(taken.error(), reader.pointer_to("place"), "");
  }
}

}  // namespace

std::optional<usecases::BirthData> read_birth_data(const boost::json::value& value,
                                                   std::string_view pointer, FieldErrors& errors) {
  FieldErrors found;
  ObjectReader reader(value, pointer, found);
  usecases::BirthData birth;
  if (!reader.is_object()) {
    errors.append(found);
    return std::nullopt;
  }
  reader.require("date");
  if (const auto date = parsed(reader, "date", pointer, &places::parse_date, found)) {
    birth.civil.date = *date;
  }
  birth.civil.time = parsed(reader, "time", pointer, &places::parse_time, found);
  birth.civil.calendar = parsed(reader, "calendar", pointer, &places::parse_calendar, found);
  if (const auto fold = reader.integer("fold", 0, 1)) birth.civil.fold = static_cast<int>(*fold);
  read_zone(reader, birth.civil, pointer, found);
  read_place(reader, birth, found);
  reader.finish();
  if (found.empty()) {
    if (birth.civil.timezone.empty() && !birth.civil.utc_offset)
      usecases::take_zone_of_place(birth);
    // Whether the date exists and the clock showed the time is known only now that all is read.
    const auto moment = places::resolve(birth.civil);
    if (moment) {
      birth.moment = *moment;
      return birth;
    }
    found.add(moment.error(), pointer, "");
  }
  errors.append(found);
  return std::nullopt;
}

Result<usecases::BirthData> read_birth(std::string_view text) {
  JsonMemory memory;
  const auto value = parse_json(text, memory);
  if (!value) return value.error();
  FieldErrors errors;
  const auto birth = read_birth_data(*value, "", errors);
  if (!birth) return errors.error();
  return *birth;
}

}  // namespace astronova::api
