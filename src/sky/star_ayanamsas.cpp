#include "sky/star_ayanamsas.h"

namespace astronova::sky {

bool is_of_a_star(Ayanamsa ayanamsa) {
  switch (ayanamsa) {
    case Ayanamsa::true_chitra:
    case Ayanamsa::true_revati:
    case Ayanamsa::true_pushya:
    case Ayanamsa::true_mula:
    case Ayanamsa::sheoran:
    case Ayanamsa::galactic_center_0_sagittarius:
    case Ayanamsa::galactic_center_gil_brand:
    case Ayanamsa::galactic_center_mula_wilhelm:
    case Ayanamsa::galactic_center_0_capricorn_cochrane:
      return true;
    default:
      return false;
  }
}

}  // namespace astronova::sky
