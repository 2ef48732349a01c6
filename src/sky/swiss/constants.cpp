#include "sky/swiss/constants.h"

#include <array>

#include <swephexp.h>

namespace astronova::sky::swiss {
namespace {

constexpr std::array<int, body_count> body_numbers{
    SE_SUN,       SE_MOON,      SE_MERCURY,   SE_VENUS,     SE_MARS,      SE_JUPITER,
    SE_SATURN,    SE_URANUS,    SE_NEPTUNE,   SE_PLUTO,     SE_CHIRON,    SE_CERES,
    SE_PALLAS,    SE_JUNO,      SE_VESTA,     SE_MEAN_NODE, SE_TRUE_NODE, SE_MEAN_NODE,
    SE_TRUE_NODE, SE_MEAN_APOG, SE_OSCU_APOG, SE_EARTH};

constexpr std::array<char, house_system_count> house_letters{
    'P', 'K', 'O', 'R', 'C', 'A', 'D', 'W', 'B', 'M', 'T', 'V', 'X',
    'H', 'U', 'Y', 'S', 'F', 'G', 'I', 'i', 'L', 'Q', 'J', 'N'};

constexpr std::array<int, ayanamsa_count> sidereal_modes{SE_SIDM_FAGAN_BRADLEY,
                                                         SE_SIDM_LAHIRI,
                                                         SE_SIDM_DELUCE,
                                                         SE_SIDM_RAMAN,
                                                         SE_SIDM_USHASHASHI,
                                                         SE_SIDM_KRISHNAMURTI,
                                                         SE_SIDM_DJWHAL_KHUL,
                                                         SE_SIDM_YUKTESHWAR,
                                                         SE_SIDM_JN_BHASIN,
                                                         SE_SIDM_BABYL_KUGLER1,
                                                         SE_SIDM_BABYL_KUGLER2,
                                                         SE_SIDM_BABYL_KUGLER3,
                                                         SE_SIDM_BABYL_HUBER,
                                                         SE_SIDM_BABYL_ETPSC,
                                                         SE_SIDM_ALDEBARAN_15TAU,
                                                         SE_SIDM_HIPPARCHOS,
                                                         SE_SIDM_SASSANIAN,
                                                         SE_SIDM_GALCENT_0SAG,
                                                         SE_SIDM_J2000,
                                                         SE_SIDM_J1900,
                                                         SE_SIDM_B1950,
                                                         SE_SIDM_SURYASIDDHANTA,
                                                         SE_SIDM_SURYASIDDHANTA_MSUN,
                                                         SE_SIDM_ARYABHATA,
                                                         SE_SIDM_ARYABHATA_MSUN,
                                                         SE_SIDM_SS_REVATI,
                                                         SE_SIDM_SS_CITRA,
                                                         SE_SIDM_TRUE_CITRA,
                                                         SE_SIDM_TRUE_REVATI,
                                                         SE_SIDM_TRUE_PUSHYA,
                                                         SE_SIDM_GALCENT_RGILBRAND,
                                                         SE_SIDM_GALEQU_IAU1958,
                                                         SE_SIDM_GALEQU_TRUE,
                                                         SE_SIDM_GALEQU_MULA,
                                                         SE_SIDM_GALALIGN_MARDYKS,
                                                         SE_SIDM_TRUE_MULA,
                                                         SE_SIDM_GALCENT_MULA_WILHELM,
                                                         SE_SIDM_ARYABHATA_522,
                                                         SE_SIDM_BABYL_BRITTON,
                                                         SE_SIDM_TRUE_SHEORAN,
                                                         SE_SIDM_GALCENT_COCHRANE,
                                                         SE_SIDM_GALEQU_FIORENZA,
                                                         SE_SIDM_VALENS_MOON,
                                                         SE_SIDM_LAHIRI_1940,
                                                         SE_SIDM_LAHIRI_VP285,
                                                         SE_SIDM_KRISHNAMURTI_VP291,
                                                         SE_SIDM_LAHIRI_ICRC};

}  // namespace

int body_number(Body body) {
  return body_numbers[static_cast<std::size_t>(body)];
}
int house_letter(HouseSystem system) {
  return house_letters[static_cast<std::size_t>(system)];
}
int sidereal_mode(Ayanamsa ayanamsa) {
  return sidereal_modes[static_cast<std::size_t>(ayanamsa)];
}

int center_flags(Center center) {
  if (center == Center::topocentric) return SEFLG_TOPOCTR;
  return center == Center::heliocentric ? SEFLG_HELCTR : 0;
}

void select(const Frame& frame) {
  if (frame.ayanamsa) swe_set_sid_mode(sidereal_mode(*frame.ayanamsa), 0, 0);
  if (frame.center == Center::topocentric) {
    swe_set_topo(frame.observer.longitude, frame.observer.latitude, frame.observer.altitude_metres);
  }
}

}  // namespace astronova::sky::swiss
