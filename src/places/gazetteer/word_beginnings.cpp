#include "places/gazetteer/word_beginnings.h"

#include <algorithm>
#include <string>

#include "places/gazetteer/letters.h"

namespace astronova::places::gazetteer {

WordBeginnings::WordBeginnings(const WordIndex& index) {
  const auto open = [&](std::size_t letters, char16_t letter, std::uint32_t word) {
    auto& level = levels_.at(letters);
    level.last_letter.push_back(letter);
    level.first_word.push_back(word);
    if (letters + 1 < depth) {
      level.first_child.push_back(
          static_cast<std::uint32_t>(levels_.at(letters + 1).first_word.size()));
    }
  };
  std::array<char, 4 * depth> beginning{};  // of the word before, as far as the trie goes
  for (std::uint32_t block = 0; block < index.block_count(); ++block) {
    const std::byte* at = index.words_of_block(block);
    const auto end = std::min((block + 1) * block_size, index.word_count());
    for (auto word = block * block_size; word < end; ++word) {
      const auto entry = WordIndex::read_entry(at);
      bool differs = false;
      std::size_t bytes = 0;
      for (std::size_t letters = 0; letters < depth; ++letters) {
        if (bytes >= entry.shared + entry.rest.size()) break;
        if (bytes < entry.shared) {
          bytes += first_letter({&beginning.at(bytes), beginning.size() - bytes}).size;
          continue;
        }
        const auto rest = entry.rest.substr(bytes - entry.shared);
        const auto letter = first_letter(rest);
        // A block's first word is written in full and may share letters all the same.
        const std::string_view known(&beginning.at(bytes), letter.size);
        differs = differs || word == 0 || known != rest.substr(0, letter.size);
        if (differs) open(letters, comparable(letter.code), word);
        std::copy_n(rest.begin(), letter.size,
                    beginning.begin() + static_cast<std::ptrdiff_t>(bytes));
        bytes += letter.size;
      }
      // What is left of a longer word must not be taken for this one's.
      std::fill(beginning.begin() + static_cast<std::ptrdiff_t>(std::min(bytes, beginning.size())),
                beginning.end(), '\0');
    }
  }
  for (std::size_t letters = 0; letters < depth; ++letters)
    open(letters, 0, index.word_count());
}

}  // namespace astronova::places::gazetteer
