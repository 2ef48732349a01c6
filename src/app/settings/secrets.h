#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"

namespace astronova::app {

/// Names of what is secret. Each comes from the variable of its name, or from a file that the
/// variable NAME_FILE or the key `name_file` of the configuration file names. Where a command
/// declares an option with such a variable, its flag is a further way. docs/CONFIGURATION.md has
/// the same list.
inline constexpr std::array<std::string_view, 7> secret_names{
    "JWT_SECRET_KEY", "SECRET_KEY",   "ASTRONOVA_DATA_KEYS",        "ANTHROPIC_API_KEY",
    "REDIS_URL",      "DATABASE_URL", "OTEL_EXPORTER_OTLP_HEADERS",
};

bool is_secret(std::string_view name);

/// "JWT_SECRET_KEY_FILE": the variable that names the file.
std::string file_variable(std::string_view secret);
/// "jwt_secret_key": what it is called in a configuration file, where only this and "_file" may
/// stand. Without the program's name, as the keys of options are.
std::string secret_key(std::string_view secret);

/// What is secret in the configuration. The only place where it is read from; no other reads the
/// environment.
///
/// Threads: all may read at once.
class Secrets {
 public:
  /// Its value; empty where it is not set.
  const std::string& reveal(std::string_view name) const;
  bool has(std::string_view name) const { return values_.contains(name); }
  /// The file that it came from, if it came from one.
  const std::string* file_of(std::string_view name) const;

  void set(std::string_view name, Secret<std::string> value, std::string file = {});

 private:
  struct Held {
    Secret<std::string> value{};
    std::string file{};
  };
  std::map<std::string, Held, std::less<>> values_{};
};

}  // namespace astronova::app
