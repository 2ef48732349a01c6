#include "places/gazetteer/word_index.h"

namespace astronova::places::gazetteer {

WordIndex::Entry WordIndex::read_entry(const std::byte*& at) {
  const auto header = std::to_integer<std::uint32_t>(*at++);
  std::size_t shared = header >> 4U;
  std::size_t size = header & 15U;
  if (shared == 15) shared += load_varint(at);
  if (size == 15) size += load_varint(at);
  const Entry entry{shared, {reinterpret_cast<const char*>(at), size}};
  at += size;
  return entry;
}

std::string_view WordIndex::head(std::uint32_t block) const {
  const std::byte* at = words_of_block(block);
  return read_entry(at).rest;
}

std::uint32_t WordIndex::first_not_before(std::string_view key) const {
  std::uint32_t low = 0;
  std::uint32_t high = block_count();
  while (low < high) {
    const auto middle = (low + high) / 2;
    if (head(middle) < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == 0) return 0;
  const std::byte* at = words_of_block(low - 1);
  std::string word;
  const auto begin = (low - 1) * block_size;
  const auto end = std::min(begin + block_size, word_count_);
  for (auto i = begin; i < end; ++i) {
    const auto entry = read_entry(at);
    word.resize(entry.shared);
    word += entry.rest;
    if (word >= key) return i;
  }
  return end;
}

WordRange WordIndex::with_prefix(std::string_view prefix) const {
  // No UTF-8 has the byte 0xff, so it sorts behind everything that begins with the prefix.
  return {first_not_before(prefix), first_not_before(std::string(prefix) + '\xff')};
}

WordRange WordIndex::exactly(std::string_view word) const {
  return {first_not_before(word), first_not_before(std::string(word) + '\0')};
}

}  // namespace astronova::places::gazetteer
