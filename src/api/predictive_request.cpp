#include "api/predictive_request.h"

#include <array>

#include "api/birth_data.h"
#include "api/chart_options.h"
#include "astrology/western/natal/lots.h"
#include "astrology/western/predictive/time_units.h"
#include "base/instant.h"

namespace astronova::api {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 2> sect_names{"day", "night"};
constexpr std::array<std::string_view, 2> together_names{"sameSign", "nextSign"};
constexpr std::array<std::string_view, 2> year_names{"360", "tropical"};

std::optional<JulianDayUt> instant_member(ObjectReader& reader, std::string_view name) {
  const auto text = reader.string(name);
  if (!text) return std::nullopt;
  const auto instant = parse_rfc3339(*text);
  if (instant) return to_julian_day(*instant);
  reader.note(name, instant.error().detail);
  return std::nullopt;
}

usecases::BirthData birth_member(ObjectReader& reader, FieldErrors& errors) {
  reader.require("birthData");
  const auto* value = reader.any("birthData");
  if (!value || value->is_null()) return {};
  return read_birth_data(*value, "/birthData", errors).value_or(usecases::BirthData{});
}

usecases::ChartOptions options_member(ObjectReader& reader, const OptionMembers& members,
                                      FieldErrors& errors) {
  const auto* value = reader.any("options");
  if (!value || value->is_null()) {
    usecases::ChartOptions options;
    if (members.aspects_by_default) options.aspects = *members.aspects_by_default;
    return options;
  }
  return read_option_members(*value, "/options", members, errors);
}

// What is compared with a natal chart has narrow orbs.
OptionMembers members_with_aspects() {
  return {.frame = true,
          .bodies = true,
          .houses = true,
          .aspects = true,
          .aspects_by_default = astrology::AspectSettings::major_within(1)};
}

// By an index among names, the enumerator of that place.
template <class Enumeration>
void take_name(ObjectReader& reader, std::string_view member,
               std::span<const std::string_view> names, Enumeration& into) {
  if (const auto index = reader.name_among(member, names)) into = static_cast<Enumeration>(*index);
}

std::span<const std::string_view> names_of_chart_bodies() {
  return sky::body_names().first(sky::body_count - 1);
}

// Reads the members of a body with `read(reader, request, errors)`.
template <class Request, class Read>
Result<Request> read_members(const json::value& body, const Read& read) {
  FieldErrors errors;
  ObjectReader reader(body, "", errors);
  Request request;
  request.birth = birth_member(reader, errors);
  read(reader, request, errors);
  reader.finish();
  if (!errors.empty()) return errors.error();
  return request;
}

void read_transiting(ObjectReader& reader, usecases::TransitRequest& request) {
  const auto* given = reader.any("transiting");
  const auto bodies = reader.names_among("transiting", names_of_chart_bodies());
  if (!bodies) return;
  request.transiting = bodies_at(*bodies);
  if (given->get_array().empty()) {
    reader.note("transiting", "must name at least one body, or be left out");
  }
}

void read_transit_time(ObjectReader& reader, usecases::TransitRequest& request,
                       const Clock& clock) {
  const auto at = instant_member(reader, "at");
  const auto from = instant_member(reader, "from");
  const auto to = instant_member(reader, "to");
  const bool has_range = reader.has("from") || reader.has("to");
  if (reader.has("at") && has_range) {
    reader.note("at", "cannot be given together with from and to; leave one of them out");
  } else if (has_range) {
    reader.require("from");
    reader.require("to");
    if (from && to) request.when = usecases::TransitRange{*from, *to};
  } else {
    request.when = at.value_or(to_julian_day(clock.now()));
  }
}

void read_return_place(ObjectReader& reader, usecases::ReturnRequest& request) {
  const auto latitude = reader.number("latitude", -90, 90);
  const auto longitude = reader.number("longitude", -180, 180);
  if (latitude && longitude) request.place = sky::GeographicPosition{*latitude, *longitude, 0};
  if (reader.has("latitude") != reader.has("longitude")) {
    reader.note(reader.has("latitude") ? "longitude" : "latitude",
                "is required: latitude and longitude go together");
  }
}

void read_point(ObjectReader& reader, std::string_view name, astrology::AspectPoint& point) {
  const auto bodies = names_of_chart_bodies();
  std::vector<std::string_view> names{bodies.begin(), bodies.end()};
  names.insert(names.begin(), {"ascendant", "midheaven"});
  const auto index = reader.name_among(name, names);
  if (!index) return;
  using enum astrology::PointKind;
  if (*index < 2) {
    point.kind = *index == 0 ? ascendant : midheaven;
  } else {
    point = {body, static_cast<sky::Body>(*index - 2), 0, 0};
  }
}

void read_motions(ObjectReader& reader, astrology::DirectionSettings& settings) {
  const auto* given = reader.any("motions");
  const auto motions = reader.names_among("motions", astrology::direction_motion_names());
  if (!motions) return;
  settings.motions.clear();
  for (const auto index : *motions)
    settings.motions.push_back(static_cast<astrology::DirectionMotion>(index));
  if (given->get_array().empty()) {
    reader.note("motions", "must name at least one motion, or be left out");
  }
}

}  // namespace

Result<usecases::TransitRequest> read_transit_request(const json::value& body, const Clock& clock) {
  return read_members<usecases::TransitRequest>(
      body, [&](ObjectReader& reader, auto& request, FieldErrors& errors) {
        request.options = options_member(reader, members_with_aspects(), errors);
        read_transiting(reader, request);
        read_transit_time(reader, request, clock);
      });
}

Result<usecases::ReturnRequest> read_return_request(const json::value& body, const Clock& clock) {
  const OptionMembers members{
      .frame = true, .bodies = true, .houses = true, .aspects = true, .wheel = true};
  return read_members<usecases::ReturnRequest>(
      body, [&](ObjectReader& reader, auto& request, FieldErrors& errors) {
        request.options = options_member(reader, members, errors);
        take_name(reader, "body", names_of_chart_bodies(), request.body);
        request.after = instant_member(reader, "after").value_or(to_julian_day(clock.now()));
        request.precession_corrected = reader.boolean("precession").value_or(false);
        read_return_place(reader, request);
      });
}

Result<usecases::ProgressionRequest> read_progression_request(const json::value& body,
                                                              const Clock& clock) {
  return read_members<usecases::ProgressionRequest>(
      body, [&](ObjectReader& reader, auto& request, FieldErrors& errors) {
        request.options = options_member(reader, members_with_aspects(), errors);
        request.at = instant_member(reader, "at").value_or(to_julian_day(clock.now()));
        auto& settings = request.progression;
        take_name(reader, "method", astrology::progression_method_names(), settings.method);
        take_name(reader, "angles", astrology::progressed_angles_names(), settings.angles);
        take_name(reader, "rate", astrology::solar_arc_rate_names(), settings.rate);
        settings.converse = reader.boolean("converse").value_or(false);
        const bool is_solar_arc = settings.method == astrology::ProgressionMethod::solar_arc;
        if (is_solar_arc && reader.has("angles")) {
          reader.note("angles", "is not of solarArc, which moves all points alike; leave it out");
        }
        if (!is_solar_arc && reader.has("rate")) {
          reader.note("rate", "is of the method solarArc alone; leave it out");
        }
      });
}

Result<usecases::DirectionRequest> read_direction_request(const json::value& body) {
  const OptionMembers members{.bodies = true, .aspects = true};
  return read_members<usecases::DirectionRequest>(
      body, [&](ObjectReader& reader, auto& request, FieldErrors& errors) {
        request.options = options_member(reader, members, errors);
        auto& settings = request.directions;
        take_name(reader, "system", astrology::mundane_system_names(), settings.system);
        take_name(reader, "key", astrology::direction_key_names(), settings.key);
        take_name(reader, "latitude", astrology::direction_latitude_names(), settings.latitude);
        read_motions(reader, settings);
        constexpr double years_max = usecases::direction_years_max;
        settings.years_from = reader.number("yearsFrom", 0, years_max).value_or(0);
        settings.years_to = reader.number("yearsTo", 0, years_max).value_or(settings.years_to);
      });
}

Result<usecases::ProfectionRequest> read_profection_request(const json::value& body,
                                                            const Clock& clock) {
  const OptionMembers members{.frame = true, .bodies = true};
  return read_members<usecases::ProfectionRequest>(
      body, [&](ObjectReader& reader, auto& request, FieldErrors& errors) {
        request.options = options_member(reader, members, errors);
        request.at = instant_member(reader, "at").value_or(to_julian_day(clock.now()));
        read_point(reader, "from", request.from);
      });
}

Result<usecases::FirdariaRequest> read_firdaria_request(const json::value& body) {
  return read_members<usecases::FirdariaRequest>(
      body, [&](ObjectReader& reader, auto& request, FieldErrors& /*errors*/) {
        request.at = instant_member(reader, "at");
        if (const auto index = reader.name_among("sect", sect_names)) {
          request.sect = *index == 0 ? astrology::Sect::day : astrology::Sect::night;
        }
        take_name(reader, "nodes", astrology::firdaria_nodes_names(), request.nodes);
      });
}

Result<usecases::ReleasingRequest> read_releasing_request(const json::value& body) {
  const OptionMembers members{.frame = true, .houses = true};
  return read_members<usecases::ReleasingRequest>(body, [&](ObjectReader& reader, auto& request,
                                                            FieldErrors& errors) {
    request.options = options_member(reader, members, errors);
    request.lot = reader.name_among("lot", astrology::lot_names()).value_or(request.lot);
    request.next_sign_when_together = reader.name_among("whenTogether", together_names) == 1U;
    request.from = instant_member(reader, "from");
    request.to = instant_member(reader, "to");
    constexpr int levels = 4;
    request.levels = static_cast<int>(reader.integer("levels", 1, levels).value_or(request.levels));
    if (reader.name_among("year", year_names) == 1U)
      request.year_days = astrology::tropical_year_days;
  });
}

}  // namespace astronova::api
