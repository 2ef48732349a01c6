#pragma once

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

#include "sky/swiss/swiss_ephemeris.h"

namespace astronova::bulk {

/// A folder of a test's own, gone with it.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / "astronova-bulk-XXXXXX") {
    std::string name = path_.string();
    path_ = mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }

  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

inline std::string write_file(const std::string& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Births of which each seventh is bad and each ninth line empty.
inline std::string mixed_births(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    if (i % 9 == 4) text += "\r\n";
    text += R"({"id":)" + std::to_string(i) + R"(,"date":")" + std::to_string(1900 + i % 150) +
            R"(-06-)" + (i % 7 == 3 ? "31" : "30") +
            R"(","time":"10:30","utcOffset":"Z","latitude":10,"longitude":20})" + "\n";
  }
  return text;
}

inline const sky::Ephemeris& swiss() {
  static const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  return **opened;
}

/// While it lives, a file cannot grow beyond so many bytes, as on a full disk.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

}  // namespace astronova::bulk
