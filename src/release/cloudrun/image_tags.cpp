#include "release/cloudrun/image_tags.h"

#include <optional>
#include <utility>

#include <fmt/format.h>

namespace astronova::release::cloudrun {
namespace {

using google::text_at;

Error invalid(std::string detail) {
  return {ErrorCode::invalid_value, std::move(detail), {}};
}

// "REGISTRY/NAME" and "1.4.2" or "sha256:…" of "REGISTRY/NAME:1.4.2" or "REGISTRY/NAME@sha256:…".
std::pair<std::string, std::string> parts_of(const std::string& image) {
  auto at = image.find('@');
  if (at == std::string::npos) {
    at = image.rfind(':');
    if (at == std::string::npos || image.find('/', at) != std::string::npos) return {image, ""};
  }
  return {image.substr(0, at), image.substr(at + 1)};
}

std::string last_part(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

// One list tells both ways: what a tag stands for, and which tag a digest has.
Result<Artifact> find_in_tags(const boost::json::value& tags, const std::string& image,
                              const std::string& which) {
  const bool is_digest = which.starts_with("sha256:");
  std::optional<Artifact> found;
  const auto* const list = google::list_at(tags, "");
  for (const auto& tag : list ? *list : boost::json::array{}) {
    const auto name = last_part(text_at(tag, "/tag"));
    const auto digest = last_part(text_at(tag, "/version"));
    if (which != (is_digest ? digest : name)) continue;
    // Of several tags that which is a version says what it is.
    const bool is_version = !name.empty() && name[0] >= '0' && name[0] <= '9';
    if (!found || is_version) found = Artifact{name, digest, fmt::format("{}@{}", image, digest)};
  }
  if (found && found->digest.starts_with("sha256:")) return *found;
  if (!is_digest) return invalid(fmt::format("{} has no tag {}: push it first", image, which));
  return invalid(
      fmt::format("{0} has no image {1} with a tag, which tells its version: push it as {0}:1.4.2",
                  image, which));
}

}  // namespace

Result<Artifact> find_image(const std::string& named, const std::string& our_image,
                            const RunCommands& commands, ProgramRunner& runner) {
  // "1.4.2" and "sha256:…" are of our own image.
  auto image = named;
  if (named.find('/') == std::string::npos) {
    image = our_image + (named.starts_with("sha256:") ? "@" : ":") + named;
  }
  const auto [name, which] = parts_of(image);
  if (which.empty()) {
    return invalid(fmt::format("{} names no build: give a tag or a digest, {}:1.4.2", named, name));
  }
  if (name.find("-docker.pkg.dev/") == std::string::npos) {
    return invalid(fmt::format("{} is not in Artifact Registry: push it to {}:VERSION first", named,
                               our_image));
  }
  const auto tags = google::answer_of(runner, commands.list_tags(name));
  if (!tags) return tags.error();
  return find_in_tags(*tags, name, which);
}

}  // namespace astronova::release::cloudrun
