#include "places/gazetteer/fold.h"

#include <array>
#include <cstdlib>
#include <memory>
#include <utility>

#include <utf8proc.h>

namespace astronova::places {
namespace {

struct Free {
  void operator()(utf8proc_uint8_t* text) const { std::free(text); }
};

// Letters that Unicode does not take apart, as they are written where they cannot be typed.
constexpr std::array<std::pair<utf8proc_int32_t, std::string_view>, 14> transcriptions{
    {{U'ø', "o"},
     {U'đ', "d"},
     {U'ł', "l"},
     {U'ħ', "h"},
     {U'ı', "i"},
     {U'ŋ', "n"},
     {U'þ', "th"},
     {U'ð', "d"},
     {U'æ', "ae"},
     {U'œ', "oe"},
     {U'ə', "e"},
     {U'ŧ', "t"},
     {U'ɓ', "b"},
     {U'ɗ', "d"}}};

constexpr utf8proc_int32_t apostrophe = U'\'';

// Every sign that is typed for an apostrophe as one.
utf8proc_int32_t plain_apostrophe(utf8proc_int32_t c, void* /*unused*/) {
  constexpr std::u32string_view apostrophes = U"'`´‘’‛′ʻʼʹʺʽʾʿˈ＇";
  const bool found = apostrophes.find(static_cast<char32_t>(c)) != std::u32string_view::npos;
  return found ? apostrophe : c;
}

bool is_letter_or_digit(utf8proc_int32_t c) {
  switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return true;
    default:
      return false;
  }
}

void append(std::string& key, utf8proc_int32_t c) {
  for (const auto& [letter, transcription] : transcriptions) {
    if (letter == c) {
      key += transcription;
      return;
    }
  }
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto size = utf8proc_encode_char(c, bytes.data());
  for (utf8proc_ssize_t i = 0; i < size; ++i) {
    key += static_cast<char>(bytes.at(static_cast<std::size_t>(i)));
  }
}

// Most names are ASCII, where folding is a matter of one pass.
bool fold_ascii(std::string_view text, std::string& key) {
  bool gap = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) return false;
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      if (gap && !key.empty()) key += ' ';
      gap = false;
      key += upper ? static_cast<char>(c + ('a' - 'A')) : c;
    } else if (c != '\'' && c != '`') {
      gap = true;
    }
  }
  return true;
}

std::string fold_unicode(std::string_view text) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto size = utf8proc_map_custom(
      // utf8proc reads bytes as unsigned; char may alias them.
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
      static_cast<utf8proc_ssize_t>(text.size()), &mapped,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
                                     UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK),
      // Before compatibility makes a space of the acute accent.
      plain_apostrophe, nullptr);
  const std::unique_ptr<utf8proc_uint8_t, Free> owned(mapped);
  std::string key;
  if (size < 0) return key;
  bool gap = false;
  for (utf8proc_ssize_t at = 0; at < size;) {
    utf8proc_int32_t c = 0;
    at += utf8proc_iterate(owned.get() + at, size - at, &c);
    // Compatibility has made some more: ŉ is ʼn.
    if (plain_apostrophe(c, nullptr) == apostrophe) continue;
    if (!is_letter_or_digit(c)) {
      gap = true;
      continue;
    }
    if (gap && !key.empty()) key += ' ';
    gap = false;
    append(key, c);
  }
  return key;
}

}  // namespace

std::string fold(std::string_view text) {
  std::string key;
  key.reserve(text.size());
  if (fold_ascii(text, key)) return key;
  return fold_unicode(text);
}

std::string spelt_out(std::string_view folded) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> shortened{
      {{"st", "saint"}, {"ste", "sainte"}, {"mt", "mount"}, {"ft", "fort"}}};
  std::string full;
  full.reserve(folded.size() + 8);
  for (auto word : words_of(folded)) {
    for (const auto& [brief, whole] : shortened) {
      if (word == brief) word = whole;
    }
    if (!full.empty()) full += ' ';
    full += word;
  }
  return full;
}

std::vector<std::string_view> words_of(std::string_view folded) {
  std::vector<std::string_view> words;
  while (!folded.empty()) {
    const auto end = std::min(folded.find(' '), folded.size());
    words.push_back(folded.substr(0, end));
    folded.remove_prefix(std::min(end + 1, folded.size()));
  }
  return words;
}

}  // namespace astronova::places
