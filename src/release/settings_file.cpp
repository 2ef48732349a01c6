#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include <fmt/format.h>

#include "base/nearest_name.h"
#include "release/setting_node.h"
#include "release/settings_reader.h"

namespace astronova::release {
namespace {

// A file that nobody wrote by hand is none of ours.
constexpr std::streamsize bytes_max = 1 << 20;

std::string known_keys(const std::vector<std::string_view>& names) {
  if (names.empty()) return "remove it";
  return fmt::format("its keys are {}", fmt::join(names, ", "));
}

// Whoever asked for a key knows its name, so what was asked for is what there is.
void refuse_unknown(const SettingNode& node, const std::string& path, SettingsDocument& document) {
  if (const auto* const list = std::get_if<SettingNode::List>(&node.value)) {
    for (const auto& element : *list)
      refuse_unknown(element, path, document);
    return;
  }
  const auto* const table = std::get_if<SettingNode::Table>(&node.value);
  if (!table) return;
  const std::vector<std::string_view> names(node.known.begin(), node.known.end());
  for (const auto& [key, value] : *table) {
    if (node.known.contains(key)) {
      refuse_unknown(value, path.empty() ? key : fmt::format("{}.{}", path, key), document);
      continue;
    }
    document.mistakes.push_back(
        {value.line,
         fmt::format("{} has no key '{}'.{}", path.empty() ? "the file" : "[" + path + "]", key,
                     did_you_mean(key, names)),
         known_keys(names)});
  }
}

}  // namespace

SettingsFile::SettingsFile(std::unique_ptr<SettingsDocument> document)
    : document_(std::move(document)) {}
SettingsFile::~SettingsFile() = default;
SettingsFile::SettingsFile(SettingsFile&&) noexcept = default;
SettingsFile& SettingsFile::operator=(SettingsFile&&) noexcept = default;

SettingsFile SettingsFile::of(std::string name, std::string_view toml) {
  auto document = std::make_unique<SettingsDocument>();
  document->name = std::move(name);
  parse_settings(toml, *document);
  return SettingsFile(std::move(document));
}

SettingsFile SettingsFile::read(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text(bytes_max + 1, '\0');
  file.read(text.data(), std::ssize(text));
  if (!file.is_open() || file.bad()) {
    auto unread = of(path, "");
    unread.document_->mistakes.push_back(
        {0, std::string("it cannot be read: ") + std::strerror(errno),
         "name a file that you may read; infra/release.toml is one"});
    return unread;
  }
  if (file.gcount() > bytes_max) {
    auto unread = of(path, "");
    unread.document_->mistakes.push_back(
        {0, "it has more than 1 MB", "name a file of settings; infra/release.toml is one"});
    return unread;
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  return of(path, text);
}

const std::string& SettingsFile::name() const {
  return document_->name;
}

SettingsTable SettingsFile::top() {
  return {*document_, &document_->top, "", 1};
}

Result<void> SettingsFile::finish() {
  // Of a file that could not be read nothing is known to be unknown.
  refuse_unknown(document_->top, "", *document_);
  if (document_->mistakes.empty()) return {};
  return Error{ErrorCode::invalid_value, text(), {}};
}

std::vector<SettingMistake> SettingsFile::mistakes() const {
  auto mistakes = document_->mistakes;
  std::ranges::stable_sort(mistakes, {}, &SettingMistake::line);
  return mistakes;
}

std::string SettingsFile::text() const {
  std::string text;
  for (const auto& [line, what, fix] : mistakes()) {
    const auto where = line == 0 ? name() : fmt::format("{}:{}", name(), line);
    text += fmt::format("error: {}: {}\ntry:   {}\n", where, what, fix);
  }
  return text;
}

}  // namespace astronova::release
