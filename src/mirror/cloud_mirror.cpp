#include "mirror/cloud_mirror.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "storage/record_kinds.h"

namespace astronova::mirror {
namespace {

using clients::CloudFailure;
using clients::CloudOperation;
using clients::CloudRecord;
using storage::MirrorLag;
using Kind = CloudFailure::Kind;

// Of one request; a record has at most 1 MB, fields included, and a little is left for them.
constexpr std::size_t document_bytes_max = 900'000;
constexpr std::size_t accounts_at_once = clients::cloud_operations_max;

bool is_mirrored(storage::RecordKind kind) {
  return !storage::describe(kind).cloudkit_type.empty();
}

std::string name_of(std::string_view owner, const storage::Record& record) {
  return fmt::format("{}.{}.{}", owner, storage::describe(record.kind).name, record.id);
}

// Whether CloudKit would answer the same whenever it is asked.
bool is_final(const CloudFailure& failure) {
  return failure.kind == Kind::invalid && !failure.retry_after;
}

std::string text_of(const CloudFailure& failure) {
  return fmt::format("{} ({})", failure.reason, failure.code.empty() ? "no code" : failure.code);
}

void stop_for(const CloudFailure& failure, Round& round) {
  round.trouble = text_of(failure);
  round.retry_after = failure.retry_after;
}

}  // namespace

// What is written by one request, and how far each account has got when it is.
struct CloudMirror::Batch {
  struct Part {
    std::string owner;
    std::int64_t reached = 0;
    std::size_t first = 0;  // of its operations
    std::size_t count = 0;
  };

  bool is_full() const {
    return operations.size() >= clients::cloud_operations_max || bytes >= document_bytes_max;
  }

  std::vector<CloudOperation> operations;
  std::vector<Part> parts;
  std::size_t bytes = 0;
};

CloudMirror::CloudMirror(storage::Database& database, const storage::KeyRing& keys,
                         clients::CloudKit& cloud, const Clock& clock)
    : mirroring_(database.mirroring()),
      records_(database.records()),
      keys_(keys),
      cloud_(cloud),
      clock_(clock) {
  if (keys.empty()) throw std::logic_error("a mirror without a key to seal by");
}

Result<Round> CloudMirror::work() {
  const auto now = clock_.now();
  auto claimed = mirroring_.claim(now, now + claimed_for, accounts_at_once);
  if (!claimed) return claimed.error();
  const auto behind = std::ranges::stable_partition(*claimed, &MirrorLag::gone);
  const std::vector<MirrorLag> gone(claimed->begin(), behind.begin());
  Round round;
  if (auto removed = remove(gone, round); !removed) return removed.error();
  if (auto written = write({behind.begin(), behind.end()}, round); !written) return written.error();
  return round;
}

Result<void> CloudMirror::write(const std::vector<MirrorLag>& behind, Round& round) {
  Batch batch;
  for (const auto& lag : behind) {
    // What does not fit is given back, for the next round.
    const bool waits = round.trouble || batch.is_full();
    auto done = waits ? mirroring_.postpone(lag.owner, clock_.now()) : collect(lag, batch);
    if (!done) return done;
    round.more = round.more || waits;
  }
  return settle(batch, round);
}

Result<void> CloudMirror::collect(const MirrorLag& lag, Batch& batch) {
  const auto room = clients::cloud_operations_max - batch.operations.size();
  const auto page = records_.changes(lag.owner, lag.mirrored, room);
  if (!page) return page.error();
  Batch::Part part{lag.owner, lag.mirrored, batch.operations.size()};
  bool all_fit = true;
  for (const auto& record : page->records) {
    // One that is larger than a whole request goes alone.
    const bool fits =
        batch.operations.empty() || batch.bytes + record.document.size() <= document_bytes_max;
    all_fit = fits || !is_mirrored(record.kind);
    if (!all_fit) break;
    part.reached = record.change;
    if (!is_mirrored(record.kind)) continue;
    batch.operations.push_back(copy_of(lag.owner, record));
    batch.bytes += record.document.size();
    ++part.count;
  }
  if (all_fit && !page->more) part.reached = std::max(part.reached, lag.latest);
  batch.parts.push_back(std::move(part));
  return {};
}

CloudOperation CloudMirror::copy_of(std::string_view owner, const storage::Record& record) const {
  CloudRecord copy;
  copy.type = storage::describe(record.kind).cloudkit_type;
  copy.name = name_of(owner, record);
  copy.fields = {{"owner", std::string(owner)},
                 {"createdAt", record.created_at},
                 {"updatedAt", record.updated_at}};
  if (!record.deleted) {
    copy.fields.emplace("sealedBy", std::string(keys_.current()));
    copy.fields.emplace("document", clients::CloudBytes{keys_.seal({"cloudkit", owner, copy.name},
                                                                   record.document)});
  }
  return {CloudOperation::Type::force_replace, std::move(copy)};
}

// An account has got on when CloudKit has taken all its records of the batch, or will never.
Result<void> CloudMirror::settle(const Batch& batch, Round& round) {
  std::vector<clients::CloudResult<CloudRecord>> answers;
  if (!batch.operations.empty()) {
    auto answered = cloud_.modify(batch.operations);
    if (answered) {
      answers = *std::move(answered);
    } else {
      stop_for(answered.error(), round);
    }
  }
  for (const auto& part : batch.parts) {
    bool taken = part.count == 0 || !answers.empty();
    for (std::size_t i = part.first; taken && i < part.first + part.count; ++i) {
      const auto& answer = answers.at(i);
      if (answer) {
        ++round.written;
      } else if (is_final(answer.error())) {
        round.refused.push_back(batch.operations[i].record.name + ": " + text_of(answer.error()));
      } else {
        stop_for(answer.error(), round);
        taken = false;
      }
    }
    auto noted = taken ? mirroring_.advance(part.owner, part.reached)
                       : mirroring_.postpone(part.owner, clock_.now());
    if (!noted) return noted;
  }
  round.more = round.more || round.written > 0;
  return {};
}

Result<void> CloudMirror::remove(const std::vector<MirrorLag>& gone, Round& round) {
  for (const auto& lag : gone) {
    auto done = round.trouble ? mirroring_.postpone(lag.owner, clock_.now()) : remove(lag, round);
    if (!done) return done;
  }
  return {};
}

Result<void> CloudMirror::remove(const MirrorLag& lag, Round& round) {
  std::size_t removed = 0;
  for (const auto& kind : storage::record_kinds()) {
    if (!is_mirrored(kind.kind)) continue;
    const auto of_type = remove_type(kind.cloudkit_type, lag.owner);
    if (!of_type) {
      stop_for(of_type.error(), round);
      return mirroring_.postpone(lag.owner, clock_.now());
    }
    removed += *of_type;
  }
  round.removed += removed;
  const auto now = clock_.now();
  const bool queries_know = lag.removing_since && now - *lag.removing_since >= until_a_query_knows;
  if (removed == 0 && queries_know) return mirroring_.forget(lag.owner);
  return mirroring_.look_again(lag.owner, now, now + until_a_query_knows);
}

clients::CloudResult<std::size_t> CloudMirror::remove_type(std::string_view type,
                                                           std::string_view owner) {
  clients::CloudQuery query;
  query.record_type = type;
  query.filters.push_back({"owner", clients::CloudFilter::Comparator::equals, std::string(owner)});
  std::size_t removed = 0;
  do {
    const auto page = cloud_.query(query);
    if (!page) return page.error();
    const auto of_page = remove_all(page->records);
    if (!of_page) return of_page.error();
    removed += *of_page;
    query.continuation_marker = page->continuation_marker;
  } while (!query.continuation_marker.empty());
  return removed;
}

clients::CloudResult<std::size_t> CloudMirror::remove_all(
    const std::vector<clients::CloudResult<CloudRecord>>& records) {
  std::vector<CloudOperation> operations;
  for (const auto& record : records) {
    if (!record) return record.error();
    operations.push_back({CloudOperation::Type::force_delete, CloudRecord{.name = record->name}});
  }
  if (operations.empty()) return std::size_t{0};
  const auto answers = cloud_.modify(operations);
  if (!answers) return answers.error();
  for (const auto& answer : *answers) {
    if (!answer && answer.error().kind != Kind::not_found) return answer.error();
  }
  return operations.size();
}

}  // namespace astronova::mirror
