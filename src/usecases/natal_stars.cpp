#include "usecases/natal_stars.h"

#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/format.h>

#include "base/nearest_name.h"

namespace astronova::usecases {
namespace {

constexpr std::array<std::string_view, 1> the_houses{"the houses"};

Error no_such_data(std::string_view what) {
  return {ErrorCode::data_missing, fmt::format("this ephemeris has no {}", what), {}};
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_word(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, {}, lower, lower);
}

bool is_called(const sky::FixedStar& star, std::string_view name) {
  return star.designation == name || same_word(star.name, name) ||
         std::ranges::any_of(star.others,
                             [&](const std::string& other) { return same_word(other, name); });
}

FieldError unknown_star(std::size_t index, std::string_view name,
                        std::span<const sky::FixedStar> catalogue) {
  std::vector<std::string_view> names;
  for (const auto& star : catalogue)
    if (!star.name.empty()) names.push_back(star.name);
  auto detail = fmt::format(
      "{} is not in the catalogue; give a traditional name such as Sirius or "
      "a designation such as alCMa.",
      name);
  detail += did_you_mean(name, names);
  return {fmt::format("/stars/{}", index), std::move(detail), {}};
}

Result<std::vector<std::size_t>> stars_named(const std::vector<std::string>& names,
                                             std::span<const sky::FixedStar> catalogue) {
  std::vector<std::size_t> stars;
  Error wrong{ErrorCode::invalid_value, "", {}};
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto found = std::ranges::find_if(
        catalogue, [&](const sky::FixedStar& star) { return is_called(star, names[i]); });
    if (found == catalogue.end()) {
      wrong.fields.push_back(unknown_star(i, names[i], catalogue));
      continue;
    }
    const auto star = static_cast<std::size_t>(found - catalogue.begin());
    if (std::ranges::find(stars, star) == stars.end()) stars.push_back(star);
  }
  if (wrong.fields.empty()) return stars;
  wrong.detail = wrong.fields.front().detail;
  return wrong;
}

std::vector<std::size_t> bright_stars(double magnitude, std::span<const sky::FixedStar> catalogue) {
  std::vector<std::size_t> stars;
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    const auto& star = catalogue[i];
    if (!star.name.empty() && star.magnitude && *star.magnitude <= magnitude) stars.push_back(i);
  }
  std::ranges::stable_sort(stars, {}, [&](std::size_t i) { return *catalogue[i].magnitude; });
  return stars;
}

Result<std::vector<std::size_t>> wanted_stars(const StarsRequest& request,
                                              std::span<const sky::FixedStar> catalogue) {
  if (!request.stars.empty()) return stars_named(request.stars, catalogue);
  return bright_stars(request.magnitude, catalogue);
}

Result<std::vector<astrology::Paran>> parans_of(const sky::Ephemeris& ephemeris,
                                                const StarsRequest& request,
                                                const NatalStars& found,
                                                std::span<const std::size_t> indices,
                                                std::span<const sky::StarState> states) {
  const auto day = places::day_of(request.natal.birth.civil);
  if (!day) return day.error();
  sky::Bodies bodies;
  // Parans are of the whole day of birth, the Moon's too where the time is unknown.
  for (const auto body : found.basis.bodies)
    if (!sky::is_lunar_point(body)) bodies.push_back(body);
  return astrology::find_parans(
      ephemeris, bodies, indices, states,
      {to_julian_day(day->begin), to_julian_day(day->end), request.natal.birth.place},
      request.paran_orb_minutes);
}

// A field for what the caller named, where the port's own error has none.
Error at_asteroid(Error error, std::size_t index) {
  if (error.fields.empty()) {
    error.fields.push_back({fmt::format("/asteroids/{}", index), error.detail, {}});
  }
  if (error.code == ErrorCode::not_found) error.code = ErrorCode::invalid_value;
  return error;
}

Result<void> add_asteroids(const sky::Orbits& orbits, const OrbitsRequest& request,
                           NatalOrbits& found) {
  const auto& options = request.natal.options;
  const sky::Frame frame{options.center,
                         options.sidereal ? std::optional{options.ayanamsa} : std::nullopt,
                         request.natal.birth.place};
  const auto& houses = found.basis.chart.houses;
  for (std::size_t i = 0; i < request.asteroids.size(); ++i) {
    const int number = request.asteroids[i];
    const auto state = orbits.asteroid_at(found.basis.moment.julian_day, number, frame);
    if (!state) return at_asteroid(state.error(), i);
    found.asteroids.push_back(
        {number, orbits.asteroid_name(number), *state,
         houses ? astrology::house_of(state->longitude, houses->cusp_span()) : std::nullopt});
  }
  return {};
}

}  // namespace

Result<NatalStars> find_stars(const sky::Ephemeris& ephemeris, const StarsRequest& request) {
  const auto* source = ephemeris.fixed_stars();
  if (!source || source->catalogue().empty()) return no_such_data("catalogue of fixed stars");
  const auto catalogue = source->catalogue();
  const auto stars = wanted_stars(request, catalogue);
  if (!stars) return stars.error();
  auto basis = read_natal_basis(ephemeris, request.natal, ascendant_and_midheaven);
  if (!basis) return basis.error();
  NatalStars found{*std::move(basis)};
  std::vector<sky::StarState> states(stars->size());
  if (auto done = source->states_at(found.basis.moment.julian_day, *stars, states); !done) {
    return done.error();
  }
  for (std::size_t i = 0; i < stars->size(); ++i)
    found.stars.push_back({&catalogue[(*stars)[i]], states[i]});
  std::vector<std::size_t> indices(stars->size());
  std::iota(indices.begin(), indices.end(), 0U);
  found.conjunctions = astrology::find_star_conjunctions(
      astrology::aspect_points(found.basis.chart), indices, states, request.orb);
  if (request.parans) {
    auto parans = parans_of(ephemeris, request, found, indices, states);
    if (!parans) return parans.error();
    found.parans = *std::move(parans);
  }
  return found;
}

Result<NatalOrbits> read_orbits(const sky::Ephemeris& ephemeris, const OrbitsRequest& request) {
  const auto* orbits = ephemeris.orbits();
  if (!orbits) return no_such_data("orbits");
  auto basis = read_natal_basis(ephemeris, request.natal, the_houses);
  if (!basis) return basis.error();
  NatalOrbits found{*std::move(basis)};
  for (const auto& placement : found.basis.chart.placements) {
    if (sky::is_lunar_point(placement.body)) continue;
    const auto points =
        orbits->points_of(found.basis.moment.julian_day, placement.body, request.method);
    if (!points) return points.error();
    found.orbits.push_back({placement.body, *points});
  }
  if (auto done = add_asteroids(*orbits, request, found); !done) return done.error();
  return found;
}

}  // namespace astronova::usecases
