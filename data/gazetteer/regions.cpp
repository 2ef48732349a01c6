#include "data/gazetteer/regions.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "data/gazetteer/byte_writer.h"
#include "data/gazetteer/translations.h"
#include "places/gazetteer/fold.h"
#include "places/gazetteer/format.h"

namespace astronova::data {
namespace {

using Form = std::pair<std::string, std::uint32_t>;

void add_form(std::set<Form>& forms, const std::string& name, std::uint32_t target) {
  const auto folded = places::fold(name);
  if (!folded.empty()) forms.emplace(folded, target);
}

// Codes of divisions are figures in most countries, and letters where people write them: US.TX.
bool is_written_code(const std::string& code) {
  return !code.empty() &&
         std::all_of(code.begin(), code.end(), [](char c) { return (c >= 'A' && c <= 'Z'); });
}

void add_names(std::set<Form>& forms, const Sources& sources, const std::string& key,
               std::uint32_t target) {
  add_form(forms, region_name(sources, key), target);
  for (const auto& language : kept_languages()) {
    const auto catalogue = sources.languages.find(std::string(language));
    if (catalogue == sources.languages.end()) continue;
    const auto name = catalogue->second.find(key);
    if (name != catalogue->second.end()) add_form(forms, name->second, target);
  }
}

}  // namespace

std::string country_of(const std::string& division) {
  return division.substr(0, division.find('.'));
}

Regions number_regions(const Sources& sources) {
  Regions regions;
  for (const auto& place : sources.places) {
    regions.divisions.emplace(place.division, 0);
    regions.countries.emplace(place.country, 0);
  }
  std::uint32_t number = 0;
  for (auto& division : regions.divisions)
    division.second = number++;
  number = 0;
  for (auto& country : regions.countries)
    country.second = number++;
  return regions;
}

std::string region_name(const Sources& sources, const std::string& key) {
  for (const auto& alias : sources.aliases) {
    if (alias.is_name && alias.key == key) return alias.alias;
  }
  const auto division = sources.division_names.find(key);
  if (division != sources.division_names.end()) return division->second;
  const auto& english = sources.languages.at("en");
  const auto name = english.find(key);
  return name == english.end() ? "" : name->second;
}

std::vector<std::byte> write_division_countries(const Regions& regions) {
  ByteWriter out;
  for (const auto& [key, number] : regions.divisions) {
    out.number(regions.countries.at(country_of(key)), 1);
  }
  return out.take();
}

std::vector<std::byte> write_division_names(const Sources& sources, const Regions& regions) {
  std::vector<std::string> names;
  for (const auto& [key, number] : regions.divisions)
    names.push_back(region_name(sources, key));
  return string_table(names);
}

std::vector<std::byte> write_country_codes(const Regions& regions) {
  ByteWriter out;
  for (const auto& [code, number] : regions.countries) {
    if (code.size() != 2) throw std::runtime_error("'" + code + "' is no code of two letters");
    out.text(code);
  }
  return out.take();
}

std::vector<std::byte> write_country_names(const Sources& sources, const Regions& regions) {
  std::vector<std::string> names;
  for (const auto& [code, number] : regions.countries) {
    names.push_back(region_name(sources, code));
    if (names.back().empty()) throw std::runtime_error(code + " has no name");
  }
  return string_table(names);
}

RegionForms write_region_forms(const Sources& sources, const Regions& regions) {
  constexpr auto country_flag = places::gazetteer::country_flag;
  std::set<Form> forms;
  for (const auto& [key, number] : regions.divisions) {
    add_names(forms, sources, key, number);
    const auto code = key.substr(key.find('.') + 1);
    if (is_written_code(code)) add_form(forms, code, number);
  }
  for (const auto& [code, number] : regions.countries) {
    add_names(forms, sources, code, country_flag | number);
    add_form(forms, code, country_flag | number);
  }
  for (const auto& alias : sources.aliases) {
    const auto division = regions.divisions.find(alias.key);
    if (division != regions.divisions.end()) add_form(forms, alias.alias, division->second);
    const auto country = regions.countries.find(alias.key);
    if (country != regions.countries.end()) {
      add_form(forms, alias.alias, country_flag | country->second);
    }
  }
  std::vector<std::string> texts;
  ByteWriter targets;
  for (const auto& [form, target] : forms) {
    texts.push_back(form);
    targets.number(target, 2);
  }
  return {string_table(texts), targets.take()};
}

}  // namespace astronova::data
