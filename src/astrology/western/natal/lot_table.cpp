// The lots as data. To add one, add a row; a lot may stand on lots above it.

#include <algorithm>

#include "astrology/western/natal/lots.h"

namespace astronova::astrology {
namespace {

using sky::Body;
using Kind = LotTerm::Kind;

constexpr LotTerm planet(Body body) {
  return {Kind::body, static_cast<std::uint16_t>(body)};
}
constexpr LotTerm cusp(std::uint16_t house) {
  return {Kind::cusp, house};
}
constexpr LotTerm ruler_of(std::uint16_t house) {
  return {Kind::ruler, house};
}
constexpr LotTerm degree(std::uint16_t longitude) {
  return {Kind::degree, longitude};
}

constexpr LotTerm ascendant{Kind::ascendant, 0};
constexpr LotTerm sun = planet(Body::sun);
constexpr LotTerm moon = planet(Body::moon);
constexpr LotTerm mercury = planet(Body::mercury);
constexpr LotTerm venus = planet(Body::venus);
constexpr LotTerm mars = planet(Body::mars);
constexpr LotTerm jupiter = planet(Body::jupiter);
constexpr LotTerm saturn = planet(Body::saturn);
constexpr LotTerm fortune{Kind::lot, 0};
constexpr LotTerm spirit{Kind::lot, 1};
constexpr LotTerm aries_19 = degree(19);
constexpr LotTerm taurus_3 = degree(33);
constexpr LotTerm cancer_15 = degree(105);

constexpr auto hermetic = LotSchool::hermetic;
constexpr auto hellenistic = LotSchool::hellenistic;
constexpr auto medieval = LotSchool::medieval;
constexpr auto modern = LotSchool::modern;

constexpr std::string_view paulus = "Paulus Alexandrinus, Introductory Matters, 23";
constexpr std::string_view valens_2 = "Vettius Valens, Anthology, II";
constexpr std::string_view valens_4 = "Vettius Valens, Anthology, IV";
constexpr std::string_view dorotheus_1 = "Dorotheus of Sidon, Carmen Astrologicum, I";
constexpr std::string_view dorotheus_2 = "Dorotheus of Sidon, Carmen Astrologicum, II";
constexpr std::string_view abu_mashar = "Abu Ma'shar, Great Introduction, VIII";
constexpr std::string_view recent = "lists of the twentieth century";

constexpr bool turned = true;

constexpr std::array definitions{
    LotDefinition{"fortune", hermetic, paulus, ascendant, moon, sun, turned},
    LotDefinition{"spirit", hermetic, paulus, ascendant, sun, moon, turned},
    LotDefinition{"eros", hermetic, paulus, ascendant, venus, spirit, turned},
    LotDefinition{"necessity", hermetic, paulus, ascendant, fortune, mercury, turned},
    LotDefinition{"courage", hermetic, paulus, ascendant, fortune, mars, turned},
    LotDefinition{"victory", hermetic, paulus, ascendant, jupiter, spirit, turned},
    LotDefinition{"nemesis", hermetic, paulus, ascendant, fortune, saturn, turned},

    LotDefinition{"exaltation", hellenistic, valens_2, ascendant, aries_19, sun, false, taurus_3,
                  moon},
    LotDefinition{"erosOfValens", hellenistic, valens_4, ascendant, spirit, fortune, turned},
    LotDefinition{"necessityOfValens", hellenistic, valens_4, ascendant, fortune, spirit, turned},
    LotDefinition{"father", hellenistic, dorotheus_1, ascendant, saturn, sun, turned},
    LotDefinition{"mother", hellenistic, dorotheus_1, ascendant, moon, venus, turned},
    LotDefinition{"siblings", hellenistic, dorotheus_1, ascendant, jupiter, saturn},
    LotDefinition{"marriageOfMen", hellenistic, dorotheus_2, ascendant, venus, saturn},
    LotDefinition{"marriageOfWomen", hellenistic, dorotheus_2, ascendant, saturn, venus},
    LotDefinition{"marriageOfMenOfValens", hellenistic, valens_2, ascendant, venus, sun},
    LotDefinition{"marriageOfWomenOfValens", hellenistic, valens_2, ascendant, mars, moon},

    LotDefinition{"property", medieval, abu_mashar, ascendant, cusp(2), ruler_of(2)},
    LotDefinition{"realEstate", medieval, abu_mashar, ascendant, moon, saturn},
    LotDefinition{"agriculture", medieval, abu_mashar, ascendant, saturn, venus},
    LotDefinition{"children", medieval, abu_mashar, ascendant, saturn, jupiter, turned},
    LotDefinition{"sons", medieval, abu_mashar, ascendant, jupiter, moon},
    LotDefinition{"daughters", medieval, abu_mashar, ascendant, venus, moon},
    LotDefinition{"illness", medieval, abu_mashar, ascendant, mars, saturn, turned},
    LotDefinition{"servants", medieval, abu_mashar, ascendant, moon, mercury},
    LotDefinition{"marriage", medieval, abu_mashar, ascendant, cusp(7), venus},
    LotDefinition{"lawsuits", medieval, abu_mashar, ascendant, jupiter, mars, turned},
    LotDefinition{"death", medieval, abu_mashar, saturn, cusp(8), moon},
    LotDefinition{"journeys", medieval, abu_mashar, ascendant, cusp(9), ruler_of(9)},
    LotDefinition{"journeysByWater", medieval, abu_mashar, ascendant, cancer_15, saturn, turned},
    LotDefinition{"piety", medieval, abu_mashar, ascendant, mercury, moon, turned},
    LotDefinition{"reason", medieval, abu_mashar, ascendant, moon, saturn, turned},
    LotDefinition{"knowledge", medieval, abu_mashar, mercury, jupiter, saturn, turned},
    LotDefinition{"kingship", medieval, abu_mashar, ascendant, moon, mars, turned},
    LotDefinition{"trade", medieval, abu_mashar, ascendant, venus, mercury, turned},
    LotDefinition{"praise", medieval, abu_mashar, ascendant, venus, jupiter, turned},
    LotDefinition{"friends", medieval, abu_mashar, ascendant, mercury, moon},
    LotDefinition{"enemies", medieval, abu_mashar, ascendant, cusp(12), ruler_of(12)},
    LotDefinition{"enemiesOfTheAncients", medieval, abu_mashar, ascendant, mars, saturn},

    LotDefinition{"passion", modern, recent, ascendant, mars, sun},
    LotDefinition{"increase", modern, recent, ascendant, jupiter, sun},
    LotDefinition{"commerce", modern, recent, ascendant, mercury, sun},
    LotDefinition{"surgery", modern, recent, ascendant, saturn, mars},
};

constexpr auto names = [] {
  std::array<std::string_view, definitions.size()> list{};
  std::ranges::transform(definitions, list.begin(), &LotDefinition::name);
  return list;
}();

}  // namespace

std::span<const LotDefinition> lot_definitions() {
  return definitions;
}

std::span<const std::string_view> lot_names() {
  return names;
}

}  // namespace astronova::astrology
