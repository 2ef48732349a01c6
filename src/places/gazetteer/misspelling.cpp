#include "places/gazetteer/misspelling.h"

#include "places/gazetteer/letters.h"

namespace astronova::places::gazetteer {

Misspelling::Misspelling(std::string_view typed, std::uint8_t errors) {
  std::size_t letters = 0;
  while (!typed.empty() && letters < letters_max) {
    const auto letter = first_letter(typed);
    const auto here = std::uint64_t{1} << letters++;
    if (letter.code < ascii_.size()) {
      ascii_.at(letter.code) |= here;
    } else {
      others_.emplace_back(comparable(letter.code), here);
    }
    typed.remove_prefix(letter.size);
  }
  last_allowed_ = errors;
  all_typed_ = std::uint64_t{1} << letters;
  possible_ = (all_typed_ << 1U) - 1;
  for (std::size_t e = 0; e <= errors; ++e)
    allowed_.at(e) = possible_;
}

std::uint64_t Misspelling::other_positions_of(char16_t letter) const {
  std::uint64_t positions = 0;
  for (const auto& [code, here] : others_) {
    if (code == letter) positions |= here;
  }
  return positions;
}

Misspelling::State Misspelling::begin() const {
  State state;
  for (std::size_t e = 0; e <= errors_max; ++e) {
    // The first e letters typed were too many.
    state.reached.at(e) = ((std::uint64_t{2} << e) - 1) & allowed_.at(e);
  }
  state.as_prefix = errors(state);
  return state;
}

}  // namespace astronova::places::gazetteer
