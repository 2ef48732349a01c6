#include "places/gazetteer/word_beginnings.h"

#include <algorithm>
#include <string>

#include "places/gazetteer/letters.h"

namespace astronova::places::gazetteer {
namespace {

// Letters in full: those that comparable() makes alike would hide where a beginning ends.
struct Beginning {
  std::array<char32_t, WordBeginnings::depth> letters{};
  std::size_t size = 0;
};

Beginning beginning_of(std::string_view word) {
  Beginning beginning;
  while (beginning.size < WordBeginnings::depth && !word.empty()) {
    const auto letter = first_letter(word);
    beginning.letters.at(beginning.size++) = letter.code;
    word.remove_prefix(letter.size);
  }
  return beginning;
}

std::size_t shared_letters(const Beginning& a, const Beginning& b) {
  const auto size = std::min(a.size, b.size);
  std::size_t shared = 0;
  while (shared < size && a.letters.at(shared) == b.letters.at(shared)) {
    ++shared;
  }
  return shared;
}

// Calls take(number, word) for every word of the dictionary.
template <class Take>
void for_each_word(const WordIndex& index, Take take) {
  std::string word;
  for (std::uint32_t block = 0; block < index.block_count(); ++block) {
    const std::byte* at = index.words_of_block(block);
    const auto end = std::min((block + 1) * block_size, index.word_count());
    for (auto i = block * block_size; i < end; ++i) {
      const auto entry = WordIndex::read_entry(at);
      word.resize(entry.shared);
      word += entry.rest;
      take(i, word);
    }
  }
}

}  // namespace

WordBeginnings::WordBeginnings(const WordIndex& index) {
  const auto open = [&](std::size_t letters, char16_t letter, std::uint32_t word) {
    auto& level = levels_.at(letters);
    level.last_letter.push_back(letter);
    level.first_word.push_back(word);
    if (letters + 1 == depth) return;
    level.first_child.push_back(
        static_cast<std::uint32_t>(levels_.at(letters + 1).first_word.size()));
  };
  Beginning last;
  for_each_word(index, [&](std::uint32_t number, std::string_view word) {
    const auto beginning = beginning_of(word);
    for (auto i = shared_letters(last, beginning); i < beginning.size; ++i) {
      open(i, comparable(beginning.letters.at(i)), number);
    }
    last = beginning;
  });
  for (std::size_t letters = 0; letters < depth; ++letters) {
    open(letters, 0, index.word_count());
  }
}

}  // namespace astronova::places::gazetteer
