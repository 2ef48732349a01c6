#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// What the gazetteer is made from.
namespace astronova::data {

/// A populated place of GeoNames.
struct PlaceRow {
  std::uint32_t geonames_id = 0;
  std::string name;
  std::vector<std::string> other_names;
  std::int32_t latitude = 0;   ///< 1e-5 degrees
  std::int32_t longitude = 0;  ///< 1e-5 degrees
  std::string country;         ///< ISO 3166-1, two letters
  std::string division;        ///< "US.TX": the country and GeoNames' first-level division
  std::uint32_t population = 0;
};

/// Names by key: a place's GeoNames number, a division ("US.TX") or a country ("US").
using Names = std::map<std::string, std::string>;

/// Another way to write a country or a division: "uk" for GB, "on" for CA.08.
struct RegionAlias {
  std::string key;
  std::string alias;
  bool is_name = false;  ///< answers call it so
};

struct Sources {
  std::string description;
  std::vector<PlaceRow> places;
  Names division_names;  ///< in English where GeoNames has it so
  std::vector<RegionAlias> aliases;
  std::map<std::string, Names> languages;  ///< by language code; "en" names the countries
};

}  // namespace astronova::data
