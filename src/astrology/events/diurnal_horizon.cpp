#include "astrology/events/diurnal_horizon.h"

#include <array>

namespace astronova::astrology {

double disc_radius(sky::Body body) {
  // Metres.
  constexpr std::array<double, 15> radii{696'000'000, 1'737'500,  2'439'400,  6'051'800,  3'389'500,
                                         69'911'000,  58'232'000, 25'362'000, 24'622'000, 1'188'300,
                                         135'685,     469'700,    272'500,    123'298,    262'700};
  const auto index = static_cast<std::size_t>(body);
  return index < radii.size() ? radii.at(index) / metres_in_au : 0;
}

}  // namespace astronova::astrology
