#include "data/gazetteer/words.h"

#include <algorithm>
#include <stdexcept>

#include "base/utf8.h"
#include "data/gazetteer/byte_writer.h"
#include "places/gazetteer/fold.h"
#include "places/gazetteer/format.h"

namespace astronova::data {
namespace {

namespace gazetteer = places::gazetteer;

// How many bytes two words share, whole letters only.
std::size_t shared_bytes(const std::string& a, const std::string& b) {
  std::size_t shared = 0;
  for (;;) {
    const auto size = utf8_sequence_length(std::string_view(b).substr(shared));
    if (size == 0 || a.compare(shared, size, b, shared, size) != 0) return shared;
    shared += size;
  }
}

void write_word(ByteWriter& out, std::size_t shared, std::string_view rest) {
  constexpr std::size_t escape = 15;
  out.number(std::min(shared, escape) << 4U | std::min(rest.size(), escape), 1);
  if (shared >= escape) out.varint(static_cast<std::uint32_t>(shared - escape));
  if (rest.size() >= escape) out.varint(static_cast<std::uint32_t>(rest.size() - escape));
  out.text(rest);
}

void write_postings(ByteWriter& out, const std::map<std::uint32_t, std::uint32_t>& places) {
  if (places.size() == 1) {
    const auto& [place, flags] = *places.begin();
    out.varint((place << 2U | flags) << 1U | 1U);
    return;
  }
  out.varint(static_cast<std::uint32_t>(places.size()) << 1U);
  std::uint32_t previous = 0;
  for (const auto& [place, flags] : places) {
    out.varint((place - previous) << 2U | flags);
    previous = place;
  }
}

}  // namespace

void WordWriter::add(std::uint32_t place, const std::string& name, Kind kind) {
  const auto folded = places::fold(name);
  const auto words = places::words_of(folded);
  for (const auto word : words) {
    std::uint32_t flags = 0;
    if (kind != Kind::other) flags |= gazetteer::main_name;
    if (words.size() == 1) flags |= gazetteer::whole_name;
    if (word.size() > gazetteer::word_bytes_max) {
      throw std::runtime_error("a word of " + name + " is too long");
    }
    words_[std::string(word)][place] |= flags;
  }
  if (kind != Kind::main && words.size() > 1) {
    forms_[std::uint64_t{gazetteer::form_hash(folded)} << gazetteer::place_bits | place] = true;
  }
}

WordWriter::Sections WordWriter::write() const {
  ByteWriter blocks;
  ByteWriter words;
  ByteWriter postings;
  std::uint32_t count = 0;
  const std::string* previous = nullptr;
  for (const auto& [word, places] : words_) {
    const bool head = count++ % gazetteer::block_size == 0;
    if (head) {
      blocks.number(words.size(), 4);
      blocks.number(postings.size(), 4);
    }
    const auto shared = head ? 0 : shared_bytes(*previous, word);
    write_word(words, shared, std::string_view(word).substr(shared));
    write_postings(postings, places);
    previous = &word;
  }
  blocks.number(words.size(), 4);
  blocks.number(postings.size(), 4);
  ByteWriter forms;
  for (const auto& [form, present] : forms_)
    forms.number(form, 5);
  return {blocks.take(), words.take(), postings.take(), forms.take()};
}

}  // namespace astronova::data
