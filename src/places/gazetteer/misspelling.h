#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace astronova::places::gazetteer {

/// How far a text is from what somebody typed, letter by letter of the text: the fewest letters
/// inserted, left out, replaced or swapped with their neighbour (Damerau-Levenshtein, each swap
/// untouched by other changes), up to two.
///
/// source  the bit-parallel automaton of Wu and Manber, "Fast text searching allowing errors"
///         (1992), with Hyyrö's transposition
class Misspelling {
 public:
  static constexpr std::size_t errors_max = 2;
  static constexpr std::size_t letters_max = 62;
  static constexpr std::uint8_t too_far = errors_max + 1;

  /// @param typed  UTF-8 of at most letters_max letters
  /// @param errors how many may be made, at most errors_max
  Misspelling(std::string_view typed, std::uint8_t errors);

  /// Where the automaton stands after some letters of the text. Bit j of `reached[e]`: the first j
  /// letters typed are within e errors of the text so far.
  struct State {
    std::array<std::uint64_t, errors_max + 1> reached{};
    std::uint64_t last_letter = 0;  ///< where in the typed word the text's last letter stands
    /// The fewest errors in which all that was typed is the beginning of the text so far.
    std::uint8_t as_prefix = too_far;

    /// Whether no continuation of the text can come nearer than it has been.
    bool is_hopeless() const { return (reached[0] | reached[1] | reached[2]) == 0; }
  };
  State begin() const;

  /// Whether the text can go on with a letter and still come nearer than too_far: quicker to ask
  /// than after().
  bool may_go_on(const State& before, const State& state, char16_t letter) const {
    const auto here = positions_of(letter);
    const auto swapped =
        last_allowed_ == 0 ? 0 : before.reached[last_allowed_ - 1] & here & state.last_letter >> 1U;
    const auto fewer = last_allowed_ == 0 ? 0 : state.reached[last_allowed_ - 1];
    return (fewer | (state.reached[last_allowed_] & here & ~all_typed_) | swapped) != 0 ||
           state.as_prefix != too_far;
  }

  /// The state one letter further, a letter as comparable() gives it; `before` is the state one
  /// letter back from `state`.
  State after(const State& before, const State& state, char16_t letter) const {
    State next;
    const auto here = positions_of(letter);
    next.last_letter = here;
    const auto advance = [&](std::size_t e) {
      const auto same = (state.reached[e] & here) << 1U;
      const auto inserted = state.reached[e - 1];
      const auto replaced = state.reached[e - 1] << 1U;
      const auto left_out = next.reached[e - 1] << 1U;
      const auto swapped = (before.reached[e - 1] & here & state.last_letter >> 1U) << 2U;
      return same | inserted | replaced | left_out | swapped;
    };
    next.reached[0] = (state.reached[0] & here) << 1U & possible_;
    next.reached[1] = advance(1) & allowed_[1];
    next.reached[2] = advance(2) & allowed_[2];
    next.as_prefix = state.as_prefix;
    if (((next.reached[0] | next.reached[1] | next.reached[2]) & all_typed_) != 0) {
      const auto now = errors(next);
      if (now < next.as_prefix) next.as_prefix = now;
    }
    return next;
  }

  /// The fewest errors between all that was typed and the whole text so far.
  std::uint8_t errors(const State& state) const {
    for (std::uint8_t e = 0; e <= errors_max; ++e) {
      if ((state.reached[e] & all_typed_) != 0) return e;
    }
    return too_far;
  }

 private:
  std::uint64_t positions_of(char16_t letter) const {
    return letter < ascii_.size() ? ascii_[letter] : other_positions_of(letter);
  }
  std::uint64_t other_positions_of(char16_t letter) const;

  std::array<std::uint64_t, 128> ascii_{};
  std::vector<std::pair<char16_t, std::uint64_t>> others_;
  std::uint64_t possible_ = 0;                           // nothing is typed behind the last letter
  std::array<std::uint64_t, errors_max + 1> allowed_{};  // possible_, or nothing
  std::uint64_t all_typed_ = 0;
  std::size_t last_allowed_ = 0;
};

}  // namespace astronova::places::gazetteer
