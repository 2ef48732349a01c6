#include "data/gazetteer/translations.h"

#include <array>

#include "data/gazetteer/byte_writer.h"
#include "places/gazetteer/format.h"

namespace astronova::data {
namespace {

// The kept ones come first.
constexpr std::array<std::string_view, 33> languages{
    "ar", "cs", "da", "de", "el", "es", "fi", "fr", "hi", "hu", "it",
    "ja", "ko", "nb", "nl", "pl", "pt", "ru", "sv", "tr", "uk", "zh",
    "en", "bg", "eo", "fa", "he", "id", "la", "ro", "sr", "th", "vi"};
constexpr std::size_t kept = 23;

std::map<std::uint32_t, std::string> names_of(const Names& catalogue,
                                              const std::map<std::string, Named>& known) {
  std::map<std::uint32_t, std::string> names;
  for (const auto& [key, name] : catalogue) {
    const auto named = known.find(key);
    if (named != known.end() && named->second.main_name != name) {
      names.emplace(named->second.key, name);
    }
  }
  return names;
}

void write_entries(const std::map<std::uint32_t, std::string>& names, ByteWriter& index,
                   ByteWriter& entries, std::uint32_t entries_begin) {
  std::uint32_t count = 0;
  std::uint32_t previous = 0;
  for (const auto& [key, name] : names) {
    if (count++ % places::gazetteer::block_size == 0) {
      index.number(key, 4);
      index.number(entries_begin + entries.size(), 4);
      previous = key;
    }
    entries.varint(key - previous);
    entries.short_text(name);
    previous = key;
  }
  index.number(0xffff'ffffU, 4);
  index.number(entries_begin + entries.size(), 4);
}

}  // namespace

std::span<const std::string_view> kept_languages() {
  return std::span<const std::string_view>(languages).first(kept);
}

std::span<const std::string_view> searched_languages() {
  return languages;
}

Translations write_translations(const Sources& sources, const std::map<std::string, Named>& known) {
  ByteWriter index;
  ByteWriter all;
  for (const auto code : kept_languages()) {
    const auto catalogue = sources.languages.find(std::string(code));
    if (catalogue == sources.languages.end()) continue;
    auto names = names_of(catalogue->second, known);
    // The main names of countries are English ones already, and shorter.
    if (code == "en")
      names.erase(names.lower_bound(static_cast<std::uint32_t>(sources.places.size())),
                  names.end());
    const auto blocks = static_cast<std::uint32_t>(
        (names.size() + places::gazetteer::block_size - 1) / places::gazetteer::block_size);
    ByteWriter block_index;
    ByteWriter entries;
    write_entries(names, block_index, entries, all.size() + (blocks + 1) * 8);
    index.text(code);
    index.number(0, 8 - static_cast<int>(code.size()));
    index.number(blocks, 4);
    index.number(all.size(), 4);
    all.bytes(block_index.take());
    all.bytes(entries.take());
  }
  return {index.take(), all.take()};
}

}  // namespace astronova::data
