#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace astronova::app {

/// What is wrong with the configuration in one place. No secret is in it.
struct Mistake {
  std::string where;  ///< "flag --port", "variable PORT", "/etc/astronova.toml:3"
  std::string what;   ///< is wrong there
  std::string fix;    ///< how to mend it
};

/// All that is wrong with the configuration, in the order in which it was found.
class Mistakes {
 public:
  /// Says where a setting, "--port" or "JWT_SECRET_KEY", has its value from.
  void came_from(std::string_view setting, std::string where);
  /// Where a setting has its value from; the setting itself where it has none.
  std::string where(std::string_view setting) const;

  void add_at(std::string where, std::string what, std::string fix);
  /// What is wrong with a setting; nothing more is noted of one that has a mistake already, since
  /// its value is not known then.
  void add(std::string_view setting, std::string what, std::string fix);

  const std::vector<Mistake>& all() const { return all_; }

 private:
  std::vector<Mistake> all_{};
  std::map<std::string, std::string, std::less<>> origins_{};
  std::vector<std::string> wrong_{};
};

/// As it is printed: two lines a mistake, and what it means.
std::string text_of(const Mistakes& mistakes);

}  // namespace astronova::app
