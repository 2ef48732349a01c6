#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace astronova::api {

/// Writes a ZIP archive (PKWARE APPNOTE 6.3) from its beginning to its end, so that it can be sent
/// while it is made: the sizes of files follow them.
/// Threads: one at a time.
class ZipStream {
 public:
  /// `modified` is the date of the files.
  explicit ZipStream(Instant modified);
  ~ZipStream();
  ZipStream(const ZipStream&) = delete;
  ZipStream& operator=(const ZipStream&) = delete;

  /// Ends the file before, if any, and begins one.
  void begin_file(std::string_view name);
  void write(std::string_view bytes);
  /// Ends the archive.
  void finish();

  /// What came out since it was last asked, moved to the end of `out`.
  void take(std::string& out);

 private:
  struct Archive;
  std::unique_ptr<Archive> archive_;
};

}  // namespace astronova::api
