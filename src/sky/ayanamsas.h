#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace astronova::sky {

/// Where a sidereal zodiac begins: every ayanamsa that Swiss Ephemeris 2.10.03 defines.
/// `lahiri` is the one of the Indian Astronomical Ephemeris; `true_chitra` keeps Spica at 180
/// degrees, `true_revati` zeta Piscium at 359.8333, `true_pushya` delta Cancri at 106, `true_mula`
/// lambda Scorpii at 240.
enum class Ayanamsa : std::uint8_t {
  fagan_bradley,
  lahiri,
  de_luce,
  raman,
  usha_shashi,
  krishnamurti,
  djwhal_khul,
  yukteshwar,
  bhasin,
  babylonian_kugler1,
  babylonian_kugler2,
  babylonian_kugler3,
  babylonian_huber,
  babylonian_eta_piscium,
  aldebaran_15_taurus,
  hipparchos,
  sassanian,
  galactic_center_0_sagittarius,
  j2000,
  j1900,
  b1950,
  suryasiddhanta,
  suryasiddhanta_mean_sun,
  aryabhata,
  aryabhata_mean_sun,
  suryasiddhanta_revati,
  suryasiddhanta_citra,
  true_chitra,
  true_revati,
  true_pushya,
  galactic_center_gil_brand,
  galactic_equator_iau1958,
  galactic_equator,
  galactic_equator_mid_mula,
  skydram_mardyks,
  true_mula,
  galactic_center_mula_wilhelm,
  aryabhata_522,
  babylonian_britton,
  sheoran,
  galactic_center_0_capricorn_cochrane,
  galactic_equator_fiorenza,
  valens,
  lahiri_1940,
  lahiri_vp285,
  krishnamurti_vp291,
  lahiri_icrc,
};
inline constexpr std::size_t ayanamsa_count = 47;

/// The names of the API by the enumerators' order: "faganBradley", "lahiri" ...
std::span<const std::string_view> ayanamsa_names();
std::string_view name_of(Ayanamsa ayanamsa);
std::optional<Ayanamsa> ayanamsa_named(std::string_view name);

}  // namespace astronova::sky
