#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "places/gazetteer/word_index.h"

namespace astronova::places::gazetteer {

/// The beginnings of the dictionary's words as a trie four letters deep, by which a walk passes
/// over most words unseen.
/// threads  all of them at once, once made
class WordBeginnings {
 public:
  static constexpr std::size_t depth = 4;

  /// The beginnings of one length, in the order of the dictionary. A beginning's children in the
  /// next level end where those of the one behind it begin. So do its words, but for the last child
  /// of a shorter beginning: its words end with those of that one, as a shorter word may follow
  /// ("abcd", "abd", "abda"). The last entry is no beginning and only says where the one before it
  /// ends.
  struct Level {
    std::vector<char16_t> last_letter;
    std::vector<std::uint32_t> first_word;
    std::vector<std::uint32_t> first_child;  ///< empty in the deepest level
  };

  /// cost  a few milliseconds and some hundred kilobytes
  explicit WordBeginnings(const WordIndex& index);

  /// The beginnings of `letters` letters, 1 to depth.
  const Level& level(std::size_t letters) const { return levels_[letters - 1]; }

 private:
  std::array<Level, depth> levels_;
};

}  // namespace astronova::places::gazetteer
