#pragma once

#include <array>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <stdlib.h>

namespace astronova::testing {

/// A folder of a test's own, which goes with it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    // In memory where there is such a folder: what is tested is synced to disk at every step.
    const std::filesystem::path memory = "/dev/shm";
    const auto parent =
        std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
    std::string pattern = (parent / "release-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code code;
    std::filesystem::remove_all(path_, code);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace astronova::testing
