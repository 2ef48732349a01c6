#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "places/gazetteer/bytes.h"
#include "places/gazetteer/format.h"
#include "places/gazetteer/gazetteer_file.h"

namespace astronova::places::gazetteer {

/// Numbers of words that stand next to each other in the dictionary: [begin, end).
struct WordRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool empty() const { return begin == end; }
};

/// All words of all names, sorted bytewise, each with the places that bear it.
///
/// Words are front-coded in blocks: one byte holds how many bytes a word shares with the one before
/// it (four bits) and how many follow (four bits); 15 means that the excess follows as a varint.
/// Shared bytes end where a letter ends. A block's first word shares nothing. A word's postings
/// begin with a varint: odd, it is twice the only posting and one; even, twice their number, and
/// they follow as varints, the place as difference to the one before.
class WordIndex {
 public:
  explicit WordIndex(const GazetteerFile& file)
      : words_(file.section(Section::words).data()),
        postings_(file.section(Section::postings).data()),
        blocks_(file.section(Section::word_blocks).data()),
        word_count_(file.word_count()) {}

  std::uint32_t word_count() const { return word_count_; }
  std::uint32_t block_count() const { return (word_count_ + block_size - 1) / block_size; }

  /// The words that begin with these bytes.
  WordRange with_prefix(std::string_view prefix) const;

  /// The word itself, or nothing.
  WordRange exactly(std::string_view word) const;

  /// The first word of a block.
  std::string_view head(std::uint32_t block) const;

  /// A word read from where it stands: `shared` bytes of the word before, and the bytes that follow
  /// them.
  struct Entry {
    std::size_t shared = 0;
    std::string_view rest;
  };
  /// Where a block's words begin; read_entry() moves on from word to word.
  const std::byte* words_of_block(std::uint32_t block) const {
    return words_ + load<std::uint32_t>(blocks_ + std::size_t{block} * 8);
  }
  static Entry read_entry(const std::byte*& at);

  /// Calls take(PlaceId, flags) for every posting of the words.
  template <class Take>
  void for_each_posting(WordRange range, Take take) const;

 private:
  std::uint32_t first_not_before(std::string_view key) const;
  const std::byte* postings_of_block(std::uint32_t block) const {
    return postings_ + load<std::uint32_t>(blocks_ + std::size_t{block} * 8 + 4);
  }
  template <class Take>
  static void read_postings(const std::byte*& at, Take take);

  const std::byte* words_;
  const std::byte* postings_;
  const std::byte* blocks_;
  std::uint32_t word_count_;
};

template <class Take>
void WordIndex::read_postings(const std::byte*& at, Take take) {
  const auto first = load_varint(at);
  if ((first & 1U) != 0) {
    take(first >> 3U, first >> 1U & 3U);
    return;
  }
  PlaceId place = 0;
  for (std::uint32_t left = first >> 1U; left > 0; --left) {
    const auto posting = load_varint(at);
    place += posting >> 2U;
    take(place, posting & 3U);
  }
}

template <class Take>
void WordIndex::for_each_posting(WordRange range, Take take) const {
  if (range.empty()) return;
  const std::byte* at = postings_of_block(range.begin / block_size);
  for (std::uint32_t skipped = 0; skipped < range.begin % block_size; ++skipped) {
    read_postings(at, [](PlaceId, std::uint32_t) {});
  }
  for (auto word = range.begin; word < range.end; ++word)
    read_postings(at, take);
}

}  // namespace astronova::places::gazetteer
