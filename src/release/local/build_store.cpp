#include "release/local/build_store.h"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "release/local/files.h"
#include "release/records/durable_file.h"

namespace astronova::release::local {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr std::string_view digest_prefix = "sha256:";
constexpr std::string_view file_ending = ".json";

Error damaged(const std::string& path) {
  return {ErrorCode::data_missing,
          path + " is damaged; remove it, and ship what should run here again",
          {}};
}

Error cannot(std::string_view what, const std::string& path, const std::error_code& why) {
  return {
      ErrorCode::data_missing, fmt::format("{} cannot be {}: {}", path, what, why.message()), {}};
}

// Nothing where there is no such file.
Result<std::optional<json::object>> read_object(const std::string& path) {
  const auto text = read_file(path);
  if (!text && text.error().code == ErrorCode::not_found) return std::optional<json::object>{};
  if (!text) return text.error();
  boost::system::error_code wrong;
  const auto value = json::parse(*text, wrong);
  if (wrong || !value.is_object()) return damaged(path);
  return std::optional(value.get_object());
}

std::string text_in(const json::object& object, std::string_view name) {
  const auto* const value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

bool truth_in(const json::object& object, std::string_view name) {
  const auto* const value = object.if_contains(name);
  return value && value->is_bool() && value->get_bool();
}

Result<void> write_object(const std::string& path, const json::object& object) {
  return replace_file(path, json::serialize(object) + "\n", file_mode);
}

bool is_digest(std::string_view text) {
  if (!text.starts_with(digest_prefix) || text.size() != digest_prefix.size() + 64) return false;
  text.remove_prefix(digest_prefix.size());
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Replaces what the link points to at once.
Result<void> point(const std::string& link, const std::string& target) {
  const auto part = link + ".part";
  std::error_code failure;
  fs::remove(part, failure);
  fs::create_symlink(target, part, failure);
  if (!failure) fs::rename(part, link, failure);
  if (failure) return cannot("made", link, failure);
  return {};
}

}  // namespace

bool is_revision_name(std::string_view name) {
  if (name.empty() || name.size() > 100 || name.front() == '.' || name.front() == '-') return false;
  return std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}

std::string BuildStore::slot_folder(Slot slot) const {
  return fmt::format("{}/slots/{}", folder_, name_of(slot));
}

std::string BuildStore::binary_path(const std::string& digest) const {
  return fmt::format("{}/binaries/{}/astronova", folder_, digest.substr(digest_prefix.size()));
}

std::string BuildStore::revision_path(const std::string& name) const {
  return fmt::format("{}/revisions/{}{}", folder_, name, file_ending);
}

Result<std::optional<KeptRevision>> BuildStore::in(Slot slot) const {
  const auto path = slot_folder(slot) + "/slot.json";
  const auto object = read_object(path);
  if (!object) return object.error();
  if (!*object) return std::optional<KeptRevision>{};
  auto kept = revision(text_in(**object, "revision"));
  if (kept && !*kept) return damaged(path);
  return kept;
}

Result<std::optional<KeptRevision>> BuildStore::revision(const std::string& name) const {
  if (!is_revision_name(name)) return std::optional<KeptRevision>{};
  const auto path = revision_path(name);
  const auto object = read_object(path);
  if (!object) return object.error();
  if (!*object) return std::optional<KeptRevision>{};
  KeptRevision kept{name};
  kept.artifact.version = text_in(**object, "version");
  kept.artifact.digest = text_in(**object, "digest");
  kept.has_stopped = truth_in(**object, "has_stopped");
  if (!is_digest(kept.artifact.digest)) return damaged(path);
  kept.artifact.location = binary_path(kept.artifact.digest);
  return std::optional(kept);
}

Result<void> BuildStore::write(const KeptRevision& revision) const {
  return write_object(revision_path(revision.name), {{"name", revision.name},
                                                     {"version", revision.artifact.version},
                                                     {"digest", revision.artifact.digest},
                                                     {"has_stopped", revision.has_stopped}});
}

Result<KeptRevision> BuildStore::keep(const std::string& name, const Artifact& artifact) const {
  if (!is_revision_name(name) || !is_digest(artifact.digest))
    return Error{ErrorCode::invalid_value, "a revision has a name and a digest", {}};
  const auto known = revision(name);
  if (!known) return known.error();
  if (*known && (*known)->artifact.digest != artifact.digest) {
    return Error{
        ErrorCode::conflict,
        fmt::format("there is a revision {} already, of {}", name, (*known)->artifact.digest),
        {}};
  }
  KeptRevision kept{name, artifact, *known && (*known)->has_stopped};
  kept.artifact.location = binary_path(artifact.digest);
  if (const auto copied = copy(artifact, kept.artifact.location); !copied) return copied.error();
  if (const auto written = write(kept); !written) return written.error();
  return kept;
}

Result<void> BuildStore::note_stop(KeptRevision revision) const {
  revision.has_stopped = true;
  return write(revision);
}

Result<void> BuildStore::copy(const Artifact& artifact, const std::string& to) const {
  // What a machine that lost its power has left of an earlier one is no build.
  if (const auto there = digest_of_file(to); there && *there == artifact.digest) return {};
  std::error_code failure;
  fs::create_directories(fs::path(to).parent_path(), failure);
  if (failure) return cannot("made", fs::path(to).parent_path().string(), failure);
  const auto part = to + ".part";
  fs::copy_file(artifact.location, part, fs::copy_options::overwrite_existing, failure);
  if (failure) return cannot("copied", artifact.location, failure);
  const auto digest = digest_of_file(part);
  if (!digest) return digest.error();
  if (*digest != artifact.digest) {
    return Error{ErrorCode::conflict,
                 fmt::format("{} has changed since it was looked at: it is {} now",
                             artifact.location, *digest),
                 {}};
  }
  fs::permissions(part, fs::perms{0755}, failure);
  if (failure) return cannot("kept", to, failure);
  return put_in_place(part, to);
}

Result<void> BuildStore::put(Slot slot, const KeptRevision& revision, int port) const {
  const auto folder = slot_folder(slot);
  if (auto done = replace_file(folder + "/environment", fmt::format("PORT={}\n", port), file_mode);
      !done)
    return done;
  if (auto done = point(folder + "/astronova", revision.artifact.location); !done) return done;
  return write_object(folder + "/slot.json", {{"revision", revision.name}});
}

Result<void> BuildStore::empty(Slot slot) const {
  std::error_code failure;
  for (const auto* const name : {"/slot.json", "/astronova"}) {
    fs::remove(slot_folder(slot) + name, failure);
    if (failure) return cannot("removed", slot_folder(slot) + name, failure);
  }
  return {};
}

Result<void> BuildStore::forget_old(int count) const {
  std::set<std::string> used;
  for (const auto slot : slots) {
    const auto occupant = in(slot);
    if (!occupant) return occupant.error();
    if (*occupant) used.insert((*occupant)->name);
  }
  std::error_code failure;
  std::vector<fs::directory_entry> known;
  for (const auto& entry : fs::directory_iterator(folder_ + "/revisions", failure)) {
    if (entry.path().extension() == file_ending) known.push_back(entry);
  }
  std::ranges::sort(known, std::greater{}, [](const fs::directory_entry& entry) {
    std::error_code ignored;
    return entry.last_write_time(ignored);
  });
  std::set<std::string> digests;
  for (const auto& entry : known) {
    const auto name = entry.path().stem().string();
    if (used.contains(name) || count-- > 0) {
      const auto kept = revision(name);
      if (kept && *kept) digests.insert((*kept)->artifact.digest);
    } else {
      fs::remove(entry.path(), failure);
    }
  }
  for (const auto& entry : fs::directory_iterator(folder_ + "/binaries", failure)) {
    if (!digests.contains(std::string(digest_prefix) + entry.path().filename().string()))
      fs::remove_all(entry.path(), failure);
  }
  return {};
}

Result<void> BuildStore::write_balancer_state(const std::string& text) const {
  return replace_file(balancer_state_path(), text, file_mode);
}

std::string BuildStore::balancer_state() const {
  const auto text = read_file(balancer_state_path());
  return text ? *text : "";
}

}  // namespace astronova::release::local
