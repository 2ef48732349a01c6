#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "places/gazetteer/bytes.h"
#include "places/gazetteer/format.h"

namespace astronova::places::gazetteer {

/// A place's number: its rank by population.
using PlaceId = std::uint32_t;

/// Reads the gazetteer's file where it lies. The texts that it gives live as long as the file.
/// threads  all of them at once
class GazetteerFile {
 public:
  /// @param file as data/gazetteer writes it; not checked beyond its first bytes
  explicit GazetteerFile(std::span<const std::byte> file);

  std::uint32_t place_count() const { return header_.places; }
  std::uint32_t division_count() const { return header_.divisions; }
  std::uint32_t country_count() const { return header_.countries; }
  std::uint32_t word_count() const { return header_.words; }

  /// What the file was made from.
  std::string_view sources() const { return text(section(Section::sources)); }

  /// 1e-5 degrees, north positive.
  std::int32_t latitude(PlaceId place) const;
  /// 1e-5 degrees, east positive.
  std::int32_t longitude(PlaceId place) const;
  std::uint32_t division(PlaceId place) const;

  struct Text {
    std::string_view name;
    std::uint32_t population = 0;
  };
  Text text_of(PlaceId place) const;

  std::uint32_t country_of_division(std::uint32_t division) const;
  std::string_view division_name(std::uint32_t division) const;
  std::string_view country_code(std::uint32_t country) const;
  std::string_view country_name(std::uint32_t country) const;

  /// A folded name or code of a division or a country.
  struct RegionForm {
    std::string_view form;
    std::uint32_t number = 0;
    bool is_country = false;
  };
  std::uint32_t region_form_count() const;
  RegionForm region_form(std::uint32_t index) const;

  /// Calls take(PlaceId) for each place that has this name of several words beside its main one.
  /// Another name of the same hash is possible, and rare.
  template <class Take>
  void places_with_form(std::string_view folded, Take take) const;

  /// What a language calls something: its key as in Section::translations. Nothing where the
  /// language is not known, or says it as the main name does.
  std::optional<std::string_view> translation(std::string_view language, std::uint32_t key) const;

  std::span<const std::byte> section(Section section) const;

 private:
  std::string_view string_at(Section table, std::uint32_t index) const;
  static std::string_view text(std::span<const std::byte> bytes);

  std::span<const std::byte> file_;
  Header header_;
};

template <class Take>
void GazetteerFile::places_with_form(std::string_view folded, Take take) const {
  const auto entries = section(Section::forms);
  const std::uint64_t hash = form_hash(folded);
  std::size_t low = 0;
  std::size_t high = entries.size() / 5;
  while (low < high) {
    const auto middle = (low + high) / 2;
    if (load_u40(&entries[middle * 5]) >> place_bits < hash) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  for (; low < entries.size() / 5; ++low) {
    const auto entry = load_u40(&entries[low * 5]);
    if (entry >> place_bits != hash) return;
    take(static_cast<PlaceId>(entry & ((1U << place_bits) - 1)));
  }
}

}  // namespace astronova::places::gazetteer
