#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace astronova::testing {

/// A folder of a test's own, which goes with it, and from which programs can be run: what is in
/// memory may be without that.
class ProgramFolder {
 public:
  ProgramFolder() {
    std::string pattern = std::filesystem::temp_directory_path() / "astronova-release-XXXXXX";
    if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
    path_ = pattern;
  }
  ~ProgramFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ProgramFolder(const ProgramFolder&) = delete;
  ProgramFolder& operator=(const ProgramFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  std::string path_;
};

/// Writes a file anew.
inline void write_text(const std::string& path, std::string_view text) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

/// Writes a program: a script whose first line says what runs it.
inline void write_program(const std::string& path, std::string_view text) {
  write_text(path, text);
  std::filesystem::permissions(path, std::filesystem::perms{0755});
}

}  // namespace astronova::testing
