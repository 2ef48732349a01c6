#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "data/gazetteer/sources.h"

namespace astronova::data {

/// The divisions and countries that the places lie in, numbered in the order of their keys.
struct Regions {
  std::map<std::string, std::uint32_t> divisions;  ///< "US.TX": number
  std::map<std::string, std::uint32_t> countries;  ///< "US": number
};

Regions number_regions(const Sources& sources);

/// The country of a division's key.
std::string country_of(const std::string& division);

/// What answers call it; empty for a division without a name.
std::string region_name(const Sources& sources, const std::string& key);

/// The sections division_countries, division_names, country_codes, country_names.
std::vector<std::byte> write_division_countries(const Regions& regions);
std::vector<std::byte> write_division_names(const Sources& sources, const Regions& regions);
std::vector<std::byte> write_country_codes(const Regions& regions);
std::vector<std::byte> write_country_names(const Sources& sources, const Regions& regions);

/// The sections region_forms and region_targets: names in the kept languages, aliases and codes.
struct RegionForms {
  std::vector<std::byte> forms;
  std::vector<std::byte> targets;
};
RegionForms write_region_forms(const Sources& sources, const Regions& regions);

}  // namespace astronova::data
