#include "api/composite_request.h"

#include <fmt/format.h>

#include "api/chart_options.h"
#include "api/person_request.h"
#include "sky/houses/house_cusps.h"
#include "usecases/birth_place.h"

namespace astronova::api {
namespace {

namespace json = boost::json;
using usecases::CompositeMethod;

void take_place_named(std::string_view name, std::string_view pointer,
                      usecases::CompositeRequest& request, FieldErrors& errors) {
  usecases::BirthData named;
  if (const auto taken = usecases::take_named_place(named, name); !taken) {
    errors.add(taken.error(), pointer, "");
    return;
  }
  request.place = named.place;
  request.place_warnings = std::move(named.warnings);
}

void read_coordinates(const json::value& value, std::string_view pointer,
                      usecases::CompositeRequest& request, FieldErrors& errors) {
  ObjectReader place(value, pointer, errors);
  place.require("latitude");
  place.require("longitude");
  const auto latitude = place.number("latitude", -90, 90);
  const auto longitude = place.number("longitude", -180, 180);
  place.finish();
  if (latitude && longitude) request.place = sky::GeographicPosition{*latitude, *longitude, 0};
}

void read_place(ObjectReader& reader, usecases::CompositeRequest& request, FieldErrors& errors) {
  const auto* given = reader.any("place");
  const bool is_given = given && !given->is_null();
  const bool is_needed = request.method == CompositeMethod::reference;
  if (is_needed && !is_given) {
    reader.note("place", "is required for the method reference: a name, or latitude and longitude");
  }
  if (is_given && !is_needed) {
    reader.note(
        "place",
        fmt::format("is of the method reference; {} has no such place",
                    usecases::composite_method_names()[static_cast<std::size_t>(request.method)]));
  }
  if (!is_given || !is_needed) return;
  const auto pointer = reader.pointer_to("place");
  if (const auto* name = given->if_string()) {
    take_place_named({name->data(), name->size()}, pointer, request, errors);
  } else {
    read_coordinates(*given, pointer, request, errors);
  }
}

void read_composite_options(ObjectReader& reader, usecases::CompositeRequest& request,
                            FieldErrors& errors) {
  const auto* given = reader.any("options");
  if (!given || given->is_null()) return;
  const auto pointer = reader.pointer_to("options");
  request.options = read_chart_options(*given, pointer, OptionsOf::chart, errors);
  if (request.options.sidereal) {
    errors.add(pointer + "/zodiac",
               "must be tropical: a composite chart is of the tropical zodiac");
  }
  const auto system = request.options.house_system;
  if (request.method == CompositeMethod::reference && !sky::has_own_cusps(system)) {
    errors.add(pointer + "/houseSystem",
               fmt::format("{} cannot be derived from a midheaven alone; take placidus, koch, "
                           "porphyry, regiomontanus, campanus, equal or wholeSign",
                           name_of(system)));
  }
}

}  // namespace

Result<usecases::CompositeRequest> read_composite_request(const json::value& body) {
  FieldErrors errors;
  ObjectReader reader(body, "", errors);
  usecases::CompositeRequest request;
  request.first = read_person(reader, "first", errors).birth;
  request.second = read_person(reader, "second", errors).birth;
  if (const auto index = reader.name_among("method", usecases::composite_method_names())) {
    request.method = static_cast<CompositeMethod>(*index);
  }
  read_place(reader, request, errors);
  read_composite_options(reader, request, errors);
  reader.finish();
  if (!errors.empty()) return errors.error();
  return request;
}

}  // namespace astronova::api
