#include "release/figures/scraped_figures.h"

#include <fmt/format.h>

namespace astronova::release {

Result<void> ScrapedFigures::begin(const std::vector<Revision>& revisions) {
  at_beginning_.clear();
  for (const auto& revision : revisions) {
    const auto counts = read(revision);
    if (!counts) return counts.error();
    at_beginning_.emplace(revision.name, *counts);
  }
  return {};
}

Result<Figures> ScrapedFigures::of(const Revision& revision, std::chrono::seconds /*window*/) {
  const auto before = at_beginning_.find(revision.name);
  if (before == at_beginning_.end()) {
    return Error{ErrorCode::unavailable,
                 fmt::format("{} was not there when the step began", revision.name),
                 {}};
  }
  const auto after = read(revision);
  if (!after) return after.error();
  auto figures = difference(before->second, *after);
  if (!figures)
    return Error{figures.error().code, revision.name + ": " + figures.error().detail, {}};
  return figures;
}

Result<RequestCounts> ScrapedFigures::read(const Revision& revision) {
  clients::HttpRequest request;
  request.url = revision.address + "/metrics";
  request.deadline = std::chrono::seconds(5);
  const auto answer = http_.send(request);
  const auto failed = [&request](const std::string& why) {
    return Error{ErrorCode::unavailable, fmt::format("{}: {}", request.url, why), {}};
  };
  if (!answer) return failed(answer.error().detail);
  if (answer->status != 200) {
    return failed(fmt::format("it answers {}; --metrics-allow of the server says who may read it",
                              answer->status));
  }
  auto counts = read_request_counts(answer->body);
  if (!counts) return failed(counts.error().detail);
  return counts;
}

}  // namespace astronova::release
