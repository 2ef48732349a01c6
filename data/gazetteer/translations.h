#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/gazetteer/sources.h"

namespace astronova::data {

/// The languages in which answers can name places, by their codes.
std::span<const std::string_view> kept_languages();

/// The languages whose names find a place: those above, and more.
std::span<const std::string_view> searched_languages();

/// What a key of the sources is in the file (Section::translations), and what it is called there.
struct Named {
  std::uint32_t key = 0;
  std::string main_name;
};

/// The sections languages and translations: what each kept language calls something, unless it is
/// the main name.
struct Translations {
  std::vector<std::byte> languages;
  std::vector<std::byte> names;
};
Translations write_translations(const Sources& sources, const std::map<std::string, Named>& known);

}  // namespace astronova::data
