#include "app/settings/configuration_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>

#include <fmt/format.h>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace astronova::app {
namespace {

// A file that nobody wrote by hand is none of ours.
constexpr std::streamsize bytes_max = 1 << 20;

constexpr const char* forms =
    "give a text in quotes, a number, true or false, or a list of these; "
    "docs/astronova.example.toml shows all keys";

std::optional<std::string> contents(const std::string& path, const std::string& where,
                                    Mistakes& mistakes) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text(bytes_max + 1, '\0');
  file.read(text.data(), std::ssize(text));
  if (!file.is_open() || file.bad()) {
    mistakes.add_at(where, fmt::format("{} cannot be read: {}", path, std::strerror(errno)),
                    "name a file that the server's user may read");
    return std::nullopt;
  }
  if (file.gcount() > bytes_max) {
    mistakes.add_at(where, fmt::format("{} has more than 1 MB", path),
                    "name a configuration file; docs/astronova.example.toml is one");
    return std::nullopt;
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

std::optional<std::string> text_of(const toml::node& node) {
  if (const auto* const text = node.as_string()) return text->get();
  if (const auto* const number = node.as_integer()) return fmt::format("{}", number->get());
  if (const auto* const number = node.as_floating_point()) return fmt::format("{}", number->get());
  if (const auto* const truth = node.as_boolean()) return truth->get() ? "true" : "false";
  return std::nullopt;
}

std::optional<FileEntry> entry_of(const toml::node& node) {
  FileEntry entry;
  entry.line = node.source().begin.line;
  const auto* const list = node.as_array();
  if (!list) {
    auto text = text_of(node);
    if (!text) return std::nullopt;
    entry.values.push_back(*std::move(text));
    return entry;
  }
  entry.is_list = true;
  for (const auto& element : *list) {
    auto text = text_of(element);
    if (!text) return std::nullopt;
    entry.values.push_back(*std::move(text));
  }
  return entry;
}

}  // namespace

std::string ConfigurationFile::where(std::size_t line) const {
  return fmt::format("{}:{}", path, line);
}

ConfigurationFile read_configuration_file(const std::string& path, const std::string& where,
                                          Mistakes& mistakes) {
  ConfigurationFile file;
  file.path = path;
  const auto text = contents(path, where, mistakes);
  if (!text) return file;
  const auto parsed = toml::parse(*text, path);
  if (!parsed) {
    // Its description quotes no more than keys and single characters, but a value can be taken for
    // a key where a quote is missing.
    mistakes.add_at(file.where(parsed.error().source().begin.line),
                    "this line is not TOML (https://toml.io)", forms);
    return file;
  }
  for (const auto& [key, node] : parsed.table()) {
    const auto line = key.source().begin.line;
    if (node.is_table() || node.is_array_of_tables()) {
      mistakes.add_at(file.where(line),
                      fmt::format("there are no tables, so [{}] has no meaning", key.str()),
                      "write the keys below it without a table, before any other");
      continue;
    }
    if (auto entry = entry_of(node)) {
      file.entries.emplace(key.str(), *std::move(entry));
    } else {
      mistakes.add_at(file.where(line), fmt::format("'{}' cannot have such a value", key.str()),
                      forms);
    }
  }
  return file;
}

}  // namespace astronova::app
