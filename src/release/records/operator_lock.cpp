#include "release/records/operator_lock.h"

#include <boost/json.hpp>
#include <filesystem>

#include <fmt/format.h>

#include "base/file_lock.h"
#include "release/records/durable_file.h"

namespace astronova::release {
namespace {

namespace json = boost::json;

Error refused(const LockNote& note) {
  return {ErrorCode::forbidden, text_of(note), {}};
}

LockNote note_of(const json::object& object) {
  return {object.at("owner").as_string().c_str(), object.at("reason").as_string().c_str(),
          parse_rfc3339(std::string_view(object.at("since").as_string())).value()};
}

// One at a time: what was read is still so when it is written.
Result<FileLock> turn_at(const std::string& path) {
  std::error_code code;  // where the folder cannot be made, the lock cannot either, and says why
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), code);
  return FileLock::take(path + ".turn", {});
}

}  // namespace

std::string text_of(const LockNote& note) {
  return fmt::format("{} has locked it since {}: {}", note.owner, format_rfc3339(note.since),
                     note.reason);
}

Result<std::optional<LockNote>> OperatorLock::held() const {
  const auto text = read_file(path_);
  if (!text) return text.error();
  if (!*text) return std::optional<LockNote>{};
  try {
    return std::optional(note_of(json::parse(**text).as_object()));
  } catch (const std::exception&) {
    // Somebody wanted to lock it.
    return std::optional(LockNote{"somebody", path_ + " cannot be read", Instant{}});
  }
}

Result<void> OperatorLock::take(const LockNote& note) {
  const auto turn = turn_at(path_);
  if (!turn) return turn.error();
  const auto before = held();
  if (!before) return before.error();
  if (*before && (*before)->owner != note.owner) return refused(**before);
  const json::object object{
      {"owner", note.owner}, {"reason", note.reason}, {"since", format_rfc3339(note.since)}};
  return replace_file(path_, json::serialize(object) + "\n");
}

Result<std::optional<LockNote>> OperatorLock::give_back(const std::string& owner, bool by_force) {
  const auto turn = turn_at(path_);
  if (!turn) return turn.error();
  auto before = held();
  if (!before || !*before) return before;
  if ((*before)->owner != owner && !by_force) return refused(**before);
  if (auto removed = remove_file(path_); !removed) return removed.error();
  return before;
}

}  // namespace astronova::release
