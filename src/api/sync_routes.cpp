#include <charconv>

#include <fmt/format.h>

#include "api/authentication.h"
#include "api/query_object.h"
#include "api/record_json.h"
#include "api/record_schema.h"
#include "api/request_body.h"
#include "api/routes.h"

namespace astronova::api {
namespace {

using accounts::Caller;

constexpr std::size_t changes_max = 500;
constexpr std::string_view token_prefix = "c1.";

std::string token_of(std::int64_t change) {
  return fmt::format("{}{}", token_prefix, change);
}

std::optional<std::int64_t> change_of(std::string_view token) {
  if (!token.starts_with(token_prefix)) return std::nullopt;
  token.remove_prefix(token_prefix.size());
  std::int64_t change = 0;
  const auto* const end = token.data() + token.size();
  const auto read = std::from_chars(token.data(), end, change);
  if (read.ec != std::errc{} || read.ptr != end || change < 0) return std::nullopt;
  return change;
}

struct ChangesWanted {
  std::int64_t since = 0;
  std::size_t limit = changes_max;
};

Result<ChangesWanted> read_query(const http::Request& request) {
  static constexpr std::array<std::string_view, 1> numbers{"limit"};
  FieldErrors errors;
  JsonMemory memory;
  const auto object = query_object(request.query, {numbers, {}}, memory, errors);
  ObjectReader reader(object, "", errors);
  ChangesWanted wanted;
  wanted.limit = static_cast<std::size_t>(reader.integer("limit", 1, changes_max).value_or(100));
  if (const auto token = reader.string("since")) {
    const auto change = change_of(*token);
    if (!change) reader.note("since", "must be a nextToken as it was answered, or be left out");
    wanted.since = change.value_or(0);
  }
  reader.finish();
  if (!errors.empty()) return errors.error();
  return wanted;
}

http::Response pull(const http::Request& request, const Caller& caller, const Services& services) {
  const auto wanted = read_query(request);
  if (!wanted) return error_response(wanted.error(), request);
  const auto page =
      services.people->database.records().changes(caller.account_id, wanted->since, wanted->limit);
  if (!page) return error_response(page.error(), request);
  std::string text;
  JsonWriter json(text);
  json.begin_object().key("changes").begin_array();
  for (const auto& record : page->records)
    write_change(json, record);
  json.end_array()
      .member("nextToken", token_of(page->last))
      .member("more", page->more)
      .end_object();
  return json_response(std::move(text));
}

Result<std::vector<storage::Record>> read_changes(const boost::json::value& body,
                                                  const Caller& caller, Instant now) {
  FieldErrors errors;
  ObjectReader reader(body, "", errors);
  reader.require("changes");
  const auto* const list = reader.any("changes");
  reader.finish();
  Result<std::vector<storage::Record>> records{std::vector<storage::Record>{}};
  if (list && !list->is_array() && !list->is_null()) reader.note("changes", "must be a list");
  if (list && list->is_array()) {
    const auto& changes = list->get_array();
    if (changes.size() > changes_max) {
      reader.note("changes", "must have at most 500 items; send the rest in another request");
    }
    for (std::size_t i = 0; i < std::min(changes.size(), changes_max); ++i) {
      const auto place = fmt::format("/changes/{}", i);
      auto record = read_change(changes[i], place, caller.account_id, now, errors);
      if (record) records->push_back(*std::move(record));
    }
  }
  if (!errors.empty()) return errors.error();
  return records;
}

std::string_view name_of(storage::AppliedChange::Outcome outcome) {
  using Outcome = storage::AppliedChange::Outcome;
  switch (outcome) {
    case Outcome::applied:
      return "applied";
    case Outcome::replayed:
      return "replayed";
    case Outcome::lost:
      break;
  }
  return "lost";
}

http::Response push(const http::Request& request, const Caller& caller, const Services& services) {
  return with_json_body(request, [&](const boost::json::value& body) {
    const auto changes = read_changes(body, caller, services.clock.now());
    if (!changes) return error_response(changes.error(), request);
    const auto results = services.people->database.records().apply(caller.account_id, *changes);
    if (!results) return error_response(results.error(), request);
    std::string text;
    JsonWriter json(text);
    json.begin_object().key("results").begin_array();
    for (const auto& result : *results) {
      json.begin_object().member("outcome", name_of(result.outcome)).key("current");
      write_change(json, result.current);
      json.key("loser");
      result.loser ? write_change(json, *result.loser) : void(json.null());
      json.end_object();
    }
    json.end_array().end_object();
    return json_response(std::move(text));
  });
}

}  // namespace

void add_sync_routes(http::Router& router, const Services& services) {
  const auto with_caller = [&services](auto answer) {
    return for_caller(*services.people, answer, services);
  };
  router.add(http::Method::get, "/api/v1/sync/changes", with_caller(&pull),
             http::Execution::on_worker);
  router.add(http::Method::post, "/api/v1/sync/changes", with_caller(&push),
             http::Execution::on_worker);
}

}  // namespace astronova::api
