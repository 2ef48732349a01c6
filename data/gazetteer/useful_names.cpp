#include "data/gazetteer/useful_names.h"

#include <algorithm>

#include "places/gazetteer/fold.h"

namespace astronova::data {
namespace {

// Chosen so that the file stays below 8 MB.
constexpr std::uint32_t least_population = 50'000;

bool is_code(const std::string& name) {
  return name.size() <= 5 && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

// What folds to ASCII is written in Latin letters.
bool is_latin(const std::string& folded) {
  return std::all_of(folded.begin(), folded.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::vector<std::string> useful_names(const PlaceRow& place) {
  std::vector<std::string> names;
  if (place.population < least_population) return names;
  for (const auto& name : place.other_names) {
    if (is_code(name)) continue;
    auto folded = places::fold(name);
    if (!folded.empty() && is_latin(folded)) names.push_back(std::move(folded));
  }
  return names;
}

}  // namespace astronova::data
