#include "sky/swiss/sampler.h"

#include <fmt/format.h>
#include <swephexp.h>

#include "sky/swiss/constants.h"
#include "sky/swiss/thread_state.h"

namespace astronova::sky::swiss {
namespace {

constexpr int source_flags = SEFLG_SWIEPH | SEFLG_JPLEPH | SEFLG_MOSEPH;

// The Moon's file has polynomials of a sidereal month's length (SE_MOON's dseg in semo*.se1).
constexpr double moon_segment_days = 27.554551430949;

Error no_answer(std::string_view what) {
  return {
      ErrorCode::data_missing, fmt::format("the ephemeris data for {} cannot be read", what), {}};
}

}  // namespace

Result<std::array<double, 3>> Sampler::position(JulianDayTt when, Body body) const {
  thread_state().use(directory_);
  thread_state().enter({when.value});
  double values[6];
  char message[AS_MAXCH] = "";
  const int answered =
      swe_calc(when.value, body_number(body), SEFLG_SWIEPH | SEFLG_NONUT, values, message);
  if (answered < 0 || (answered & source_flags) != SEFLG_SWIEPH) return no_answer(name_of(body));
  return std::array<double, 3>{values[0], values[1], values[2]};
}

Result<std::array<double, 2>> Sampler::orientation(JulianDayTt when) const {
  thread_state().use(directory_);
  double values[6];
  char message[AS_MAXCH] = "";
  if (swe_calc(when.value, SE_ECL_NUT, SEFLG_SWIEPH, values, message) < 0) {
    return no_answer("the nutation");
  }
  return std::array<double, 2>{values[2], values[0]};
}

double Sampler::sidereal_time(JulianDayUt when) const {
  thread_state().use(directory_);
  return swe_sidtime(when.value) * 15;
}

Seconds Sampler::delta_t(JulianDayUt when) const {
  thread_state().use(directory_);
  char message[AS_MAXCH] = "";
  return {swe_deltat_ex(when.value, SEFLG_SWIEPH, message) * 86'400.0};
}

Result<Degrees> Sampler::mean_ayanamsa(JulianDayTt when, Ayanamsa which) const {
  thread_state().use(directory_);
  swe_set_sid_mode(sidereal_mode(which), 0, 0);
  double degrees = 0;
  char message[AS_MAXCH] = "";
  if (swe_get_ayanamsa_ex(when.value, SEFLG_SWIEPH | SEFLG_NONUT, &degrees, message) < 0) {
    return no_answer(name_of(which));
  }
  return Degrees{degrees};
}

Result<Sampler::Segments> Sampler::moon_segments(JulianDayTt around) const {
  const auto moon = position(around, Body::moon);
  if (!moon) return moon.error();
  double first = 0;
  double last = 0;
  int number = 0;
  constexpr int moon_file = 1;
  if (!swe_get_current_file_data(moon_file, &first, &last, &number)) return no_answer("the Moon");
  return Segments{first, moon_segment_days};
}

}  // namespace astronova::sky::swiss
