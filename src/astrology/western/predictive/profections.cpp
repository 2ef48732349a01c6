#include "astrology/western/predictive/profections.h"

namespace astronova::astrology {
namespace {

class Profector {
 public:
  Profector(double from, const Placements& natal) : first_(sign_of(from)), natal_(natal) {}

  // So many signs on.
  Profection after(int signs, JulianDayUt begin, JulianDayUt end) const {
    Profection profection;
    const auto count = static_cast<int>(sign_count);
    profection.sign = static_cast<Sign>((static_cast<int>(first_) + signs) % count);
    profection.ruler = traditional_ruler(profection.sign);
    profection.house = signs % count + 1;
    profection.begin = begin;
    profection.end = end;
    for (const auto& placement : natal_) {
      if (sign_of(placement.state.longitude) == profection.sign) {
        profection.natal_bodies.push_back(placement.body);
      }
    }
    return profection;
  }

 private:
  Sign first_;
  const Placements& natal_;
};

}  // namespace

ProfectedYear profect(double from, const Placements& natal, const SolarYear& year,
                      JulianDayUt when) {
  const Profector profector(from, natal);
  ProfectedYear profected{year.number, profector.after(year.number, year.begin, year.end), {}, 0};
  const double month = (year.end.value - year.begin.value) / 12;
  JulianDayUt begin = year.begin;
  for (std::size_t i = 0; i < profected.months.size(); ++i) {
    const auto signs = static_cast<int>(i);
    const JulianDayUt end = i + 1 < profected.months.size()
                                ? JulianDayUt{year.begin.value + (signs + 1) * month}
                                : year.end;
    profected.months[i] = profector.after(year.number + signs, begin, end);
    if (begin <= when && when < end) profected.month = i;
    begin = end;
  }
  return profected;
}

}  // namespace astronova::astrology
