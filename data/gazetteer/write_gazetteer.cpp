#include "data/gazetteer/write_gazetteer.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <stdexcept>

#include "data/gazetteer/byte_writer.h"
#include "data/gazetteer/regions.h"
#include "data/gazetteer/translations.h"
#include "data/gazetteer/useful_names.h"
#include "data/gazetteer/words.h"
#include "places/gazetteer/format.h"

namespace astronova::data {
namespace {

namespace gazetteer = places::gazetteer;
using gazetteer::Section;

std::vector<PlaceRow> by_population(std::vector<PlaceRow> places) {
  std::sort(places.begin(), places.end(), [](const PlaceRow& a, const PlaceRow& b) {
    return a.population == b.population ? a.geonames_id < b.geonames_id
                                        : a.population > b.population;
  });
  if (places.size() >> gazetteer::place_bits != 0) throw std::runtime_error("too many places");
  return places;
}

std::vector<std::byte> write_coordinates(const std::vector<PlaceRow>& places,
                                         const Regions& regions) {
  constexpr std::uint32_t divisions_max = 1U << 13U;
  if (regions.divisions.size() > divisions_max) throw std::runtime_error("too many divisions");
  ByteWriter out;
  for (const auto& place : places) {
    const bool on_earth = std::abs(place.latitude) <= -gazetteer::least_latitude &&
                          std::abs(place.longitude) <= -gazetteer::least_longitude;
    if (!on_earth) throw std::runtime_error(place.name + " does not lie on the Earth");
    const auto latitude = static_cast<std::uint64_t>(place.latitude - gazetteer::least_latitude);
    const auto longitude = static_cast<std::uint64_t>(place.longitude - gazetteer::least_longitude);
    out.number(
        latitude | longitude << 25U | std::uint64_t{regions.divisions.at(place.division)} << 51U,
        8);
  }
  return out.take();
}

struct Texts {
  std::vector<std::byte> blocks;
  std::vector<std::byte> texts;
};

Texts write_texts(const std::vector<PlaceRow>& places) {
  ByteWriter blocks;
  ByteWriter texts;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const bool head = i % gazetteer::block_size == 0;
    if (head) blocks.number(texts.size(), 4);
    texts.varint(head ? places[i].population : places[i - 1].population - places[i].population);
    texts.short_text(places[i].name);
  }
  blocks.number(texts.size(), 4);
  return {blocks.take(), texts.take()};
}

std::map<std::string, Named> keys_of(const std::vector<PlaceRow>& places, const Sources& sources,
                                     const Regions& regions) {
  std::map<std::string, Named> keys;
  std::uint32_t next = 0;
  for (const auto& place : places) {
    const auto id = std::to_string(place.geonames_id);
    if (!keys.emplace(id, Named{next++, place.name}).second) {
      throw std::runtime_error("two places have the number " + id);
    }
  }
  for (const auto& [code, number] : regions.countries) {
    keys.emplace(code, Named{next++, region_name(sources, code)});
  }
  return keys;
}

WordWriter words_of(const std::vector<PlaceRow>& places, const Sources& sources,
                    const std::map<std::string, Named>& keys) {
  using Kind = WordWriter::Kind;
  WordWriter words;
  for (std::uint32_t i = 0; i < places.size(); ++i) {
    words.add(i, places[i].name, Kind::main);
    for (const auto& name : useful_names(places[i]))
      words.add(i, name, Kind::other);
  }
  for (const auto language : searched_languages()) {
    const auto catalogue = sources.languages.find(std::string(language));
    if (catalogue == sources.languages.end()) continue;
    for (const auto& [key, name] : catalogue->second) {
      const auto named = keys.find(key);
      if (named == keys.end() || named->second.key >= places.size()) continue;
      if (name == named->second.main_name) continue;
      words.add(named->second.key, name, language == "en" ? Kind::english : Kind::other);
    }
  }
  return words;
}

std::vector<std::byte> put_together(gazetteer::Header header,
                                    std::map<Section, std::vector<std::byte>>& sections) {
  header.magic = gazetteer::magic;
  std::uint32_t offset = sizeof(gazetteer::Header);
  for (std::size_t i = 0; i < gazetteer::section_count; ++i) {
    header.offsets.at(i) = offset;
    offset += static_cast<std::uint32_t>(sections[static_cast<Section>(i)].size());
  }
  header.offsets.back() = offset;
  ByteWriter file;
  for (const char c : header.magic)
    file.text({&c, 1});
  for (const auto count : {header.places, header.divisions, header.countries, header.words}) {
    file.number(count, 4);
  }
  for (const auto begin : header.offsets)
    file.number(begin, 4);
  for (const auto& [section, bytes] : sections)
    file.bytes(bytes);
  return file.take();
}

}  // namespace

std::vector<std::byte> write_gazetteer(const Sources& sources) {
  const auto places = by_population(sources.places);
  const auto regions = number_regions(sources);
  const auto keys = keys_of(places, sources, regions);
  const auto words = words_of(places, sources, keys);
  auto texts = write_texts(places);
  auto forms = write_region_forms(sources, regions);
  auto translations = write_translations(sources, keys);
  auto word_sections = words.write();
  ByteWriter description;
  description.text(sources.description);
  std::map<Section, std::vector<std::byte>> sections;
  sections[Section::sources] = description.take();
  sections[Section::coordinates] = write_coordinates(places, regions);
  sections[Section::text_blocks] = std::move(texts.blocks);
  sections[Section::texts] = std::move(texts.texts);
  sections[Section::division_countries] = write_division_countries(regions);
  sections[Section::division_names] = write_division_names(sources, regions);
  sections[Section::country_codes] = write_country_codes(regions);
  sections[Section::country_names] = write_country_names(sources, regions);
  sections[Section::region_forms] = std::move(forms.forms);
  sections[Section::region_targets] = std::move(forms.targets);
  sections[Section::word_blocks] = std::move(word_sections.blocks);
  sections[Section::words] = std::move(word_sections.words);
  sections[Section::postings] = std::move(word_sections.postings);
  sections[Section::forms] = std::move(word_sections.forms);
  sections[Section::languages] = std::move(translations.languages);
  sections[Section::translations] = std::move(translations.names);
  gazetteer::Header header;
  header.places = static_cast<std::uint32_t>(places.size());
  header.divisions = static_cast<std::uint32_t>(regions.divisions.size());
  header.countries = static_cast<std::uint32_t>(regions.countries.size());
  header.words = words.word_count();
  return put_together(header, sections);
}

}  // namespace astronova::data
