#pragma once

#include <string>

#include "base/result.h"

namespace astronova::release {

/// A turn at what is in a folder, among all processes that ask for one (flock(2) on the folder):
/// what was read there is still so when it is written. It ends with this object or with the
/// process.
class FolderTurn {
 public:
  /// Of the folder that a file is in, which is made where it is missing. Waits for the turn of
  /// another, who holds it for a moment only.
  /// errors  data_missing, with the folder and what the system says
  static Result<FolderTurn> at_folder_of(const std::string& path);

  ~FolderTurn();
  FolderTurn(FolderTurn&& other) noexcept;
  FolderTurn& operator=(FolderTurn&&) = delete;

 private:
  explicit FolderTurn(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace astronova::release
