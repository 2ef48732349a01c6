#include "app/report_error.h"

#include <fmt/format.h>

#include "app/commands.h"

namespace astronova::app {

int report_error(const Error& error, const FlagsByPointer& flags) {
  if (error.fields.empty()) fmt::print(stderr, "error: {}\n", error.detail);
  for (const auto& field : error.fields) {
    // An element of a list belongs to the list's flag.
    const std::string_view pointer = field.pointer;
    auto flag = flags.find(pointer);
    if (flag == flags.end()) flag = flags.find(pointer.substr(0, pointer.rfind('/')));
    fmt::print(stderr, "error: {}: {}\n", flag == flags.end() ? field.pointer : flag->second,
               field.detail);
    for (const auto& candidate : field.candidates) {
      fmt::print(stderr, "       --utc-offset={}: {} ({})\n", candidate.utc_offset, candidate.utc,
                 candidate.abbreviation);
    }
  }
  const bool usage = error.code != ErrorCode::internal && error.code != ErrorCode::data_missing;
  return usage ? exit_usage : exit_failed;
}

}  // namespace astronova::app
