#include "places/gazetteer/gazetteer_file.h"

#include <algorithm>

namespace astronova::places::gazetteer {
namespace {

constexpr std::size_t language_entry_size = 16;

std::uint64_t coordinates_of(std::span<const std::byte> coordinates, PlaceId place) {
  return load<std::uint64_t>(&coordinates[std::size_t{place} * sizeof(std::uint64_t)]);
}

std::string_view read_name(const std::byte*& at) {
  const auto size = std::to_integer<std::size_t>(*at++);
  const std::string_view name(reinterpret_cast<const char*>(at), size);
  at += size;
  return name;
}

}  // namespace

GazetteerFile::GazetteerFile(std::span<const std::byte> file)
    : file_(file), header_(load<Header>(file.data())) {}

std::span<const std::byte> GazetteerFile::section(Section section) const {
  const auto index = static_cast<std::size_t>(section);
  const auto begin = header_.offsets.at(index);
  return file_.subspan(begin, header_.offsets.at(index + 1) - begin);
}

std::string_view GazetteerFile::text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::int32_t GazetteerFile::latitude(PlaceId place) const {
  return static_cast<std::int32_t>(coordinates_of(section(Section::coordinates), place) &
                                   0x1ff'ffffU) +
         least_latitude;
}

std::int32_t GazetteerFile::longitude(PlaceId place) const {
  return static_cast<std::int32_t>(coordinates_of(section(Section::coordinates), place) >> 25U &
                                   0x3ff'ffffU) +
         least_longitude;
}

std::uint32_t GazetteerFile::division(PlaceId place) const {
  return static_cast<std::uint32_t>(coordinates_of(section(Section::coordinates), place) >> 51U);
}

GazetteerFile::Text GazetteerFile::text_of(PlaceId place) const {
  const auto block = section(Section::text_blocks);
  const auto offset = load<std::uint32_t>(&block[place / block_size * sizeof(std::uint32_t)]);
  const std::byte* at = &section(Section::texts)[offset];
  std::uint32_t population = load_varint(at);
  std::string_view name = read_name(at);
  for (std::uint32_t i = 0; i < place % block_size; ++i) {
    population -= load_varint(at);
    name = read_name(at);
  }
  return {name, population};
}

std::uint32_t GazetteerFile::country_of_division(std::uint32_t division) const {
  return std::to_integer<std::uint32_t>(section(Section::division_countries)[division]);
}

std::string_view GazetteerFile::string_at(Section table, std::uint32_t index) const {
  const auto bytes = section(table);
  const auto* const offsets = bytes.data() + std::size_t{index} * sizeof(std::uint32_t);
  const auto begin = load<std::uint32_t>(offsets);
  const auto end = load<std::uint32_t>(offsets + sizeof(std::uint32_t));
  return text(bytes.subspan(begin, end - begin));
}

std::string_view GazetteerFile::division_name(std::uint32_t division) const {
  return string_at(Section::division_names, division);
}

std::string_view GazetteerFile::country_code(std::uint32_t country) const {
  return text(section(Section::country_codes).subspan(std::size_t{country} * 2, 2));
}

std::string_view GazetteerFile::country_name(std::uint32_t country) const {
  return string_at(Section::country_names, country);
}

std::uint32_t GazetteerFile::region_form_count() const {
  return static_cast<std::uint32_t>(section(Section::region_targets).size() /
                                    sizeof(std::uint16_t));
}

GazetteerFile::RegionForm GazetteerFile::region_form(std::uint32_t index) const {
  const auto target = load<std::uint16_t>(
      &section(Section::region_targets)[std::size_t{index} * sizeof(std::uint16_t)]);
  return {string_at(Section::region_forms, index), target & ~country_flag,
          (target & country_flag) != 0};
}

std::optional<std::string_view> GazetteerFile::translation(std::string_view language,
                                                           std::uint32_t key) const {
  const auto known = section(Section::languages);
  const auto all = section(Section::translations);
  for (std::size_t i = 0; i < known.size(); i += language_entry_size) {
    const auto code = text(known.subspan(i, 8));
    if (code.substr(0, code.find('\0')) != language) continue;
    const auto blocks = load<std::uint32_t>(&known[i + 8]);
    const auto* const index = &all[load<std::uint32_t>(&known[i + 12])];
    const auto first_key = [&](std::uint32_t block) {
      return load<std::uint32_t>(index + std::size_t{block} * 8);
    };
    std::uint32_t low = 0;
    std::uint32_t high = blocks;
    while (low < high) {
      const auto middle = (low + high) / 2;
      if (first_key(middle) <= key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) return std::nullopt;
    const auto* const entry = index + std::size_t{low - 1} * 8;
    const std::byte* at = &all[load<std::uint32_t>(entry + 4)];
    const std::byte* const end = all.data() + load<std::uint32_t>(entry + 12);
    for (std::uint32_t found = first_key(low - 1); at < end;) {
      found += load_varint(at);
      const auto name = read_name(at);
      if (found == key) return name;
    }
    return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace astronova::places::gazetteer
