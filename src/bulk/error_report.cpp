#include "bulk/error_report.h"

#include <cstdio>

#include "bulk/lines.h"

namespace astronova::bulk {

Result<void> ErrorReport::append(std::string_view lines) {
  if (file_) return file_->append(lines);
  Lines one_by_one(lines);
  while (shown_ < shown_max) {
    const auto line = one_by_one.next();
    if (!line) break;
    std::fwrite(line->data(), 1, line->size(), stderr);
    std::fputc('\n', stderr);
    ++shown_;
  }
  return {};
}

}  // namespace astronova::bulk
