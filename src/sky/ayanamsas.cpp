#include "sky/ayanamsas.h"

#include <algorithm>
#include <array>

namespace astronova::sky {
namespace {

constexpr std::array<std::string_view, ayanamsa_count> names{
    "faganBradley",
    "lahiri",
    "deLuce",
    "raman",
    "ushaShashi",
    "krishnamurti",
    "djwhalKhul",
    "yukteshwar",
    "bhasin",
    "babylonianKugler1",
    "babylonianKugler2",
    "babylonianKugler3",
    "babylonianHuber",
    "babylonianEtaPiscium",
    "aldebaran15Taurus",
    "hipparchos",
    "sassanian",
    "galacticCenter0Sagittarius",
    "j2000",
    "j1900",
    "b1950",
    "suryasiddhanta",
    "suryasiddhantaMeanSun",
    "aryabhata",
    "aryabhataMeanSun",
    "suryasiddhantaRevati",
    "suryasiddhantaCitra",
    "trueChitra",
    "trueRevati",
    "truePushya",
    "galacticCenterGilBrand",
    "galacticEquatorIau1958",
    "galacticEquator",
    "galacticEquatorMidMula",
    "skydramMardyks",
    "trueMula",
    "galacticCenterMulaWilhelm",
    "aryabhata522",
    "babylonianBritton",
    "sheoran",
    "galacticCenter0CapricornCochrane",
    "galacticEquatorFiorenza",
    "valens",
    "lahiri1940",
    "lahiriVp285",
    "krishnamurtiVp291",
    "lahiriIcrc",
};

}  // namespace

std::span<const std::string_view> ayanamsa_names() {
  return names;
}

std::string_view name_of(Ayanamsa ayanamsa) {
  return names[static_cast<std::size_t>(ayanamsa)];
}

std::optional<Ayanamsa> ayanamsa_named(std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Ayanamsa>(found - names.begin());
}

}  // namespace astronova::sky
