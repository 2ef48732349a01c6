#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// The gazetteer's file: places of the world by their names and by where they lie, in one piece of
/// memory that is searched as it is. data/gazetteer writes it, gazetteer_file.h reads it.
///
/// A place's number is its rank by population, so the first of any sorted list is the most
/// populous. All numbers are little-endian; a "varint" is LEB128; a "string table" is u32 offsets,
/// one more than strings, then the bytes.
namespace astronova::places::gazetteer {

inline constexpr std::array<char, 8> magic{'A', 'N', 'G', 'A', 'Z', '0', '0', '1'};

enum class Section : std::size_t {
  sources,      ///< text: what the file was made from
  coordinates,  ///< u64 a place: bits 0-24 latitude, 25-50 longitude, 51-63 division
  text_blocks,  ///< u32 a block of places, and one more: where the block begins in `texts`
  texts,        ///< a place: varint, how much smaller its population is than that of the one before
                ///< in the block (the block's first: the population itself); u8 length; name
  division_countries,  ///< u8 a division: its country
  division_names,      ///< string table, in English where that is known
  country_codes,       ///< two letters a country, ISO 3166-1
  country_names,       ///< string table, in English
  region_forms,        ///< string table of folded names and codes, sorted bytewise
  region_targets,      ///< u16 a form: the division, or country_flag + the country
  word_blocks,         ///< two u32 a block of words, and one more pair: offsets in the next two
  words,               ///< front-coded, sorted bytewise: see WordIndex
  postings,            ///< a word: its places
  forms,               ///< u40, sorted: folded names of several words that are not a place's main
                       ///< name: bits 18-39 form_hash, 0-17 place
  languages,           ///< a language: 8 bytes of code, NUL-padded, u32 blocks, u32 offset of its
                       ///< block index in `translations`
  translations,        ///< a language's block index: two u32 a block, and one more pair: first key
                       ///< and offset in this section; then entries: varint key minus the one
                       ///< before (the block's first: 0), u8 length, name. Keys: places, then
                       ///< countries.
  count
};

inline constexpr auto section_count = static_cast<std::size_t>(Section::count);

struct Header {
  std::array<char, 8> magic{};
  std::uint32_t places = 0;
  std::uint32_t divisions = 0;
  std::uint32_t countries = 0;
  std::uint32_t words = 0;
  std::array<std::uint32_t, section_count + 1> offsets{};  ///< from the beginning of the file
};

inline constexpr std::uint32_t block_size = 16;  ///< places, words, translations in a block
inline constexpr unsigned place_bits = 18;       ///< of a place's number
inline constexpr std::size_t word_bytes_max = 255;
inline constexpr std::uint32_t country_flag = 0x8000;

/// Coordinates are kept in 1e-5 degrees, above these least values.
inline constexpr std::int32_t least_latitude = -9'000'000;
inline constexpr std::int32_t least_longitude = -18'000'000;

/// In a posting, above the place's number times 4.
inline constexpr std::uint32_t main_name = 1;  ///< the word is in the main name, or the English one
inline constexpr std::uint32_t whole_name = 2;  ///< the word is one of the place's names

/// 22 bits of FNV-1a.
constexpr std::uint32_t form_hash(std::string_view folded) {
  std::uint32_t hash = 2'166'136'261U;
  for (const char c : folded) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619U;
  }
  return (hash ^ hash >> 22U) & 0x3f'ffffU;
}

}  // namespace astronova::places::gazetteer
