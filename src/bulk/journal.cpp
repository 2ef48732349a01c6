#include "bulk/journal.h"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "bulk/output.h"
#include "bulk/refusal.h"

namespace astronova::bulk {
namespace {

namespace json = boost::json;

constexpr int format_version = 1;

std::string text_of(const Checkpoint& checkpoint, std::string_view order) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().member("version", format_version).member("order", order);
  json.member("inputBytes", checkpoint.input.bytes);
  json.member("inputLines", checkpoint.input.lines);
  json.member("inputDigest", fmt::format("{:016x}", checkpoint.input.digest));
  json.member("outputBytes", checkpoint.output_bytes);
  json.member("errorBytes", checkpoint.error_bytes);
  json.member("charts", checkpoint.counts.charts);
  json.member("bad", checkpoint.counts.bad);
  json.member("empty", checkpoint.counts.empty).end_object();
  return text + '\n';
}

std::uint64_t number_at(const json::value& journal, json::string_view name) {
  return journal.at(name).to_number<std::uint64_t>();
}

Checkpoint checkpoint_of(const json::value& journal) {
  Checkpoint checkpoint;
  checkpoint.input.bytes = number_at(journal, "inputBytes");
  checkpoint.input.lines = number_at(journal, "inputLines");
  checkpoint.input.digest =
      std::stoull(json::value_to<std::string>(journal.at("inputDigest")), nullptr, 16);
  checkpoint.output_bytes = number_at(journal, "outputBytes");
  checkpoint.error_bytes = number_at(journal, "errorBytes");
  checkpoint.counts = {number_at(journal, "charts"), number_at(journal, "bad"),
                       number_at(journal, "empty")};
  return checkpoint;
}

}  // namespace

Counts& Counts::operator+=(const Counts& other) {
  charts += other.charts;
  bad += other.bad;
  empty += other.empty;
  return *this;
}

Result<std::optional<Checkpoint>> Journal::read() const {
  std::ifstream file(path_, std::ios::binary);
  if (!file) return std::optional<Checkpoint>{};
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  // Boost.JSON throws where a member is missing or of another kind.
  try {
    const auto journal = json::parse(text);
    if (number_at(journal, "version") == format_version) {
      if (json::value_to<std::string>(journal.at("order")) != order_) {
        return refusal(path_ +
                       " is of a run with other options, another ephemeris or "
                       "another version; say --force to begin anew");
      }
      return std::optional{checkpoint_of(journal)};
    }
  } catch (const std::exception&) {
  }
  return refusal(path_ + " is no journal of this version; say --force to begin anew");
}

Result<void> Journal::write(const Checkpoint& checkpoint) const {
  const std::string part = path_ + ".part";
  {
    auto file = Output::open(part);
    if (!file) return file.error();
    if (auto done = file->go_on_from(0); !done) return done;
    if (auto done = file->append(text_of(checkpoint, order_)); !done) return done;
    if (auto done = file->sync(); !done) return done;
  }
  std::error_code failure;
  std::filesystem::rename(part, path_, failure);
  if (!failure) return {};
  return Error{ErrorCode::data_missing,
               fmt::format("{} cannot be written: {}", path_, failure.message()),
               {}};
}

void Journal::remove() const {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
  std::filesystem::remove(path_ + ".part", ignored);
}

}  // namespace astronova::bulk
