#include "api/natal_request.h"

#include <array>

#include <fmt/format.h>

#include "api/birth_data.h"
#include "api/chart_options.h"

namespace astronova::api {
namespace {

namespace json = boost::json;
using usecases::NatalRequest;

constexpr double natal_orb_max = 5;
constexpr std::size_t asteroids_max = 50;
constexpr std::size_t stars_max = 200;

// Reads `birthData` and `options`, then what the technique has beside them, and notes the rest.
template <class Request, class ReadOwn>
Result<Request> read_natal(const json::value& body, const OptionMembers& members,
                           const ReadOwn& read_own) {
  FieldErrors errors;
  ObjectReader reader(body, "", errors);
  Request request{};
  NatalRequest natal;
  reader.require("birthData");
  if (const auto* birth = reader.any("birthData"); birth && !birth->is_null()) {
    if (auto data = read_birth_data(*birth, "/birthData", errors)) natal.birth = *std::move(data);
  }
  if (members.aspects_by_default) natal.options.aspects = *members.aspects_by_default;
  if (const auto* options = reader.any("options"); options && !options->is_null()) {
    natal.options = read_option_members(*options, "/options", members, errors);
  }
  read_own(reader, errors, request);
  reader.finish();
  if (!errors.empty()) return errors.error();
  if constexpr (std::is_same_v<Request, NatalRequest>) {
    return natal;
  } else {
    request.natal = std::move(natal);
    return request;
  }
}

void read_number(ObjectReader& reader, std::string_view name, double least, double greatest,
                 double& number) {
  if (const auto given = reader.number(name, least, greatest)) number = *given;
}

// Calls `read_one(element, pointer)` for the elements of a list that is not too long.
template <class ReadOne>
void read_list(ObjectReader& reader, std::string_view name, std::size_t size_max,
               const ReadOne& read_one) {
  const auto* given = reader.any(name);
  if (!given || given->is_null()) return;
  const auto* list = given->if_array();
  if (!list) return reader.note(name, "must be a list");
  if (list->size() > size_max) {
    return reader.note(name, fmt::format("must have at most {} elements", size_max));
  }
  for (std::size_t i = 0; i < list->size(); ++i)
    read_one((*list)[i], fmt::format("{}/{}", reader.pointer_to(name), i));
}

void read_dial(ObjectReader& reader, astrology::MidpointDial& dial) {
  using astrology::MidpointDial;
  const auto given = reader.integer("dial", 45, 360);
  if (!given) return;
  for (const auto one : {MidpointDial::full, MidpointDial::quarter, MidpointDial::eighth}) {
    if (static_cast<int>(one) == *given) {
      dial = one;
      return;
    }
  }
  reader.note("dial", "must be 360, 90 or 45 (degrees)");
}

void read_asteroids(ObjectReader& reader, FieldErrors& errors, std::vector<int>& numbers) {
  read_list(reader, "asteroids", asteroids_max, [&](const json::value& one, std::string pointer) {
    const auto* number = one.if_int64();
    if (number && *number >= 1 && *number <= sky::asteroid_number_max) {
      numbers.push_back(static_cast<int>(*number));
    } else {
      errors.add(std::move(pointer),
                 fmt::format("must be the number of an asteroid, 1 to {}, such as 433 for Eros",
                             sky::asteroid_number_max));
    }
  });
}

void read_star_names(ObjectReader& reader, FieldErrors& errors, std::vector<std::string>& names) {
  read_list(reader, "stars", stars_max, [&](const json::value& one, std::string pointer) {
    const auto* name = one.if_string();
    if (name && !name->empty()) {
      names.emplace_back(name->data(), name->size());
    } else {
      errors.add(std::move(pointer),
                 "must be a traditional name such as Sirius or a designation such as alCMa");
    }
  });
}

// Lots and the points of houses are of twelve houses; Gauquelin's sectors are 36.
template <class Request>
Result<Request> with_twelve_houses(Result<Request> request) {
  if (request && request->natal.options.house_system == sky::HouseSystem::gauquelin) {
    return invalid_field("/options/houseSystem",
                         "must be a system of twelve houses; gauquelin has 36 sectors");
  }
  return request;
}

}  // namespace

Result<usecases::DignitiesRequest> read_dignities_request(const json::value& body) {
  return with_twelve_houses(read_natal<usecases::DignitiesRequest>(
      body, {.frame = true, .houses = true},
      [](ObjectReader& reader, FieldErrors&, usecases::DignitiesRequest& request) {
        if (const auto index =
                reader.name_among("triplicities", astrology::triplicity_table_names())) {
          request.tables.triplicities = static_cast<astrology::TriplicityTable>(*index);
        }
        if (const auto index = reader.name_among("terms", astrology::term_table_names())) {
          request.tables.terms = static_cast<astrology::TermTable>(*index);
        }
      }));
}

Result<usecases::LotsRequest> read_lots_request(const json::value& body) {
  return with_twelve_houses(read_natal<usecases::LotsRequest>(
      body, {.frame = true, .houses = true},
      [](ObjectReader& reader, FieldErrors&, usecases::LotsRequest& request) {
        if (const auto lots = reader.names_among("lots", astrology::lot_names())) {
          request.lots.assign(lots->begin(), lots->end());
          if (lots->empty()) reader.note("lots", "must name at least one lot, or be left out");
        }
      }));
}

Result<usecases::DeclinationsRequest> read_declinations_request(const json::value& body) {
  return read_natal<usecases::DeclinationsRequest>(
      body, {.center = true, .bodies = true},
      [](ObjectReader& reader, FieldErrors&, usecases::DeclinationsRequest& request) {
        read_number(reader, "parallelOrb", 0, natal_orb_max, request.parallel_orb);
        read_number(reader, "antiscionOrb", 0, natal_orb_max, request.antiscion_orb);
      });
}

Result<usecases::MidpointsRequest> read_midpoints_request(const json::value& body) {
  return read_natal<usecases::MidpointsRequest>(
      body, {.frame = true, .center = true, .bodies = true},
      [](ObjectReader& reader, FieldErrors&, usecases::MidpointsRequest& request) {
        read_dial(reader, request.dial);
        read_number(reader, "orb", 0, natal_orb_max, request.orb);
      });
}

Result<usecases::HarmonicRequest> read_harmonic_request(const json::value& body) {
  return read_natal<usecases::HarmonicRequest>(
      body, {.frame = true, .center = true, .bodies = true, .aspects = true},
      [](ObjectReader& reader, FieldErrors&, usecases::HarmonicRequest& request) {
        reader.require("number");
        if (const auto number = reader.integer("number", 1, astrology::harmonic_max)) {
          request.number = static_cast<int>(*number);
        }
      });
}

Result<usecases::PatternsRequest> read_patterns_request(const json::value& body) {
  return read_natal<usecases::PatternsRequest>(
      body,
      {.frame = true,
       .center = true,
       .bodies = true,
       .aspects = true,
       .aspects_by_default = astrology::PatternSettings::default_aspects()},
      [](ObjectReader& reader, FieldErrors&, usecases::PatternsRequest& request) {
        if (const auto least = reader.integer("stelliumPlanets", 3, 10)) {
          request.stellium_planets_min = static_cast<std::size_t>(*least);
        }
      });
}

Result<NatalRequest> read_mansions_request(const json::value& body) {
  return read_natal<NatalRequest>(body, {.center = true, .bodies = true},
                                  [](ObjectReader&, FieldErrors&, NatalRequest&) {});
}

Result<usecases::StarsRequest> read_stars_request(const json::value& body) {
  return read_natal<usecases::StarsRequest>(
      body, {.center = true, .bodies = true},
      [](ObjectReader& reader, FieldErrors& errors, usecases::StarsRequest& request) {
        read_star_names(reader, errors, request.stars);
        read_number(reader, "magnitude", -2, 6, request.magnitude);
        read_number(reader, "orb", 0, natal_orb_max, request.orb);
        read_number(reader, "paranOrbMinutes", 0, 30, request.paran_orb_minutes);
        request.parans = reader.boolean("parans").value_or(true);
      });
}

Result<usecases::OrbitsRequest> read_orbits_request(const json::value& body) {
  return read_natal<usecases::OrbitsRequest>(
      body, {.bodies = true, .houses = true},
      [](ObjectReader& reader, FieldErrors& errors, usecases::OrbitsRequest& request) {
        if (const auto index = reader.name_among("method", sky::orbit_method_names())) {
          request.method = static_cast<sky::OrbitMethod>(*index);
        }
        read_asteroids(reader, errors, request.asteroids);
      });
}

Result<usecases::RelocationRequest> read_relocation_request(const json::value& body) {
  return read_natal<usecases::RelocationRequest>(
      body, {.frame = true, .center = true, .bodies = true, .houses = true, .aspects = true},
      [](ObjectReader& reader, FieldErrors&, usecases::RelocationRequest& request) {
        reader.require("latitude");
        reader.require("longitude");
        read_number(reader, "latitude", -90, 90, request.place.latitude);
        read_number(reader, "longitude", -180, 180, request.place.longitude);
      });
}

Result<usecases::LinesRequest> read_lines_request(const json::value& body) {
  return read_natal<usecases::LinesRequest>(
      body, {.bodies = true},
      [](ObjectReader& reader, FieldErrors&, usecases::LinesRequest& request) {
        read_number(reader, "stepDegrees", 0.25, 10, request.lines.step_degrees);
      });
}

Result<NatalRequest> read_local_space_request(const json::value& body) {
  return read_natal<NatalRequest>(body, {.bodies = true},
                                  [](ObjectReader&, FieldErrors&, NatalRequest&) {});
}

}  // namespace astronova::api
