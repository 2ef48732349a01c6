#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace astronova::release {

/// What is wrong in one place of a file of settings.
struct SettingMistake {
  std::size_t line = 0;  ///< from 1; 0: of the file as a whole
  std::string what;      ///< is wrong there: "[canary] has no key 'stepps'. Did you mean 'steps'?"
  std::string fix;       ///< how to mend it: "give a whole number from 1 to 100"
};

/// What a key of a table may hold: a text, a whole number, a number or a truth.
struct SettingScalar {
  enum class Kind : std::uint8_t { text, whole, number, truth };
  Kind kind = Kind::text;
  std::string text{};  ///< of a text; of the others as they would be written
  double number = 0;   ///< of a whole number and a number; 1 and 0 of a truth
};

struct SettingNode;
struct SettingsDocument;

/// One table of a file of settings, read key by key into values that hold their defaults:
///
///     LocalSettings read_local_settings(SettingsTable table) {
///       LocalSettings settings;
///       table.read("socket", settings.socket);
///       table.read("drain", settings.drain, {.least = 1s, .most = 1h});
///       return settings;
///     }
///
/// A key that is absent leaves the value as it is. What is wrong is noted in the file, and leaves
/// the value as it is too, so that reading goes on and all mistakes are told at once. A table that
/// is absent reads like an empty one. Keys that nobody asked for are refused by
/// SettingsFile::finish(). Copies are the same table; the file must outlive them.
class SettingsTable {
 public:
  struct Whole {
    std::int64_t least = 0;
    std::int64_t most = 1'000'000'000;
  };
  struct Number {
    double least = 0;
    double most = 1e9;
  };
  struct Duration {
    std::chrono::milliseconds least{0};
    std::chrono::milliseconds most = std::chrono::hours(24 * 365);
  };

  /// A text, which may not be empty unless the default is.
  void read(std::string_view key, std::string& value);
  void read(std::string_view key, bool& value);
  void read(std::string_view key, int& value, Whole range);
  void read(std::string_view key, double& value, Number range);
  /// A text with a unit: "250ms", "10s", "5m", "2h".
  void read(std::string_view key, std::chrono::milliseconds& value, Duration range);
  void read(std::string_view key, std::chrono::seconds& value, Duration range);
  /// A list.
  void read(std::string_view key, std::vector<std::string>& value);
  void read(std::string_view key, std::vector<int>& value, Whole range);
  /// One of the names.
  void read(std::string_view key, std::string& value, std::span<const std::string_view> names);

  /// Notes a mistake where the key is absent. `example` is how it may be written: 'image = "…"'.
  void need(std::string_view key, std::string_view example);
  bool has(std::string_view key) const;
  /// Whether the table is in the file.
  bool is_there() const { return node_ != nullptr; }

  /// The table at that key, [name.key].
  SettingsTable table(std::string_view key);
  /// Those of a list of tables, [[name.key]], in their order.
  std::vector<SettingsTable> tables(std::string_view key);
  /// A table whose keys are not ours, such as headers or JSON pointers; in the file's order.
  std::vector<std::pair<std::string, SettingScalar>> scalars(std::string_view key);
  /// The same with texts alone.
  std::vector<std::pair<std::string, std::string>> texts(std::string_view key);

  /// Notes what this reader cannot know, at the key's line, or the table's where it has none.
  void refuse(std::string_view key, std::string what, std::string fix);

  /// "[canary]", "[[gates.smoke.requests]]"; "the file" of the outermost.
  std::string name() const;

 private:
  friend class SettingsFile;
  SettingsTable(SettingsDocument& document, SettingNode* node, std::string path, std::size_t line)
      : document_(&document), node_(node), path_(std::move(path)), line_(line) {}

  SettingNode* find(std::string_view key);
  void wrong(const SettingNode& node, std::string_view key, const std::string& wanted);
  std::string path_of(std::string_view key) const;

  SettingsDocument* document_;
  SettingNode* node_;  // nullptr: the table is not in the file
  std::string path_;
  std::size_t line_;
};

/// A file of settings in TOML 1.0, and all that is wrong with it.
class SettingsFile {
 public:
  /// Reads a file of at most 1 MB. That it cannot be read is a mistake like any other.
  static SettingsFile read(const std::string& path);
  /// The same from a text; `name` stands for the path.
  static SettingsFile of(std::string name, std::string_view toml);

  ~SettingsFile();
  SettingsFile(SettingsFile&&) noexcept;
  SettingsFile& operator=(SettingsFile&&) noexcept;

  const std::string& name() const;

  /// The outermost table.
  SettingsTable top();

  /// To be called when everything has been read: refuses what nobody asked for.
  /// errors  invalid_value with all mistakes, as text_of() has them
  Result<void> finish();

  /// In the order of their lines.
  std::vector<SettingMistake> mistakes() const;
  /// As it is printed: two lines a mistake.
  std::string text() const;

 private:
  explicit SettingsFile(std::unique_ptr<SettingsDocument> document);

  std::unique_ptr<SettingsDocument> document_;
};

/// "250ms", "10s", "5m", "2h"; nothing of any other text.
std::optional<std::chrono::milliseconds> read_duration(std::string_view text);
/// The same backwards, in the largest unit that holds it exactly.
std::string text_of(std::chrono::milliseconds duration);

}  // namespace astronova::release
