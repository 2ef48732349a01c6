#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "places/gazetteer/word_beginnings.h"
#include "places/gazetteer/word_index.h"

namespace astronova::places::gazetteer {

/// Neighbouring words of the dictionary that may have been meant.
struct SimilarWords {
  WordRange words;
  std::uint8_t errors = 0;  ///< as a beginning of each word
};

/// The words that begin with what was typed but for at most `errors_max` (0 to 2) errors, in the
/// order of the dictionary. Words of other scripts are not looked at: ASCII is one, all else the
/// other.
/// @param beginnings those of `index`
/// cost  some hundred microseconds in the built-in gazetteer
std::vector<SimilarWords> similar_words(const WordIndex& index, const WordBeginnings& beginnings,
                                        std::string_view typed, std::uint8_t errors_max);

}  // namespace astronova::places::gazetteer
