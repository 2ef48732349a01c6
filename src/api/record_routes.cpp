#include <charconv>

#include <fmt/format.h>

#include "accounts/digest.h"
#include "api/authentication.h"
#include "api/query_object.h"
#include "api/record_json.h"
#include "api/record_schema.h"
#include "api/request_body.h"
#include "api/routes.h"
#include "http/problem.h"
#include "storage/record_kinds.h"

namespace astronova::api {
namespace {

using accounts::Caller;
using storage::Record;
using storage::RecordKind;

constexpr std::size_t idempotency_key_bytes_max = 255;

// What the handlers of one kind of record work with.
struct Shelf {
  const Services& services;
  RecordKind kind;

  storage::RecordStore& records() const { return services.people->database.records(); }
};

http::Response one(const Record& record, unsigned status = 200) {
  auto response = json_response(record_json(record));
  response.status = status;
  response.headers.emplace_back("ETag", entity_tag(record));
  return response;
}

http::Response created(const Record& record) {
  auto response = one(record, 201);
  response.headers.emplace_back(
      "Location", fmt::format("/api/v1/users/me/{}/{}", resource_of(record.kind).path, record.id));
  return response;
}

Result<storage::RecordQuery> read_query(const http::Request& request, RecordKind kind) {
  static constexpr std::array<std::string_view, 1> numbers{"limit"};
  FieldErrors errors;
  JsonMemory memory;
  const auto object = query_object(request.query, {numbers, {}}, memory, errors);
  ObjectReader reader(object, "", errors);
  storage::RecordQuery query;
  query.kind = kind;
  query.limit = static_cast<std::size_t>(reader.integer("limit", 1, 100).value_or(20));
  query.cursor = reader.string("cursor").value_or("");
  const auto instant = [&reader](std::string_view name) -> std::optional<Instant> {
    const auto text = reader.string(name);
    if (!text) return std::nullopt;
    const auto read = parse_rfc3339(*text);
    if (!read) reader.note(name, read.error().detail);
    return read ? std::optional(*read) : std::nullopt;
  };
  query.created_from = instant("createdFrom");
  query.created_to = instant("createdTo");
  for (const auto field : storage::describe(kind).fields) {
    if (const auto value = reader.string(field)) {
      query.equal.emplace_back(std::string(field), std::string(*value));
    }
  }
  reader.finish();
  if (!errors.empty()) return errors.error();
  return query;
}

http::Response list(const http::Request& request, const Caller& caller, const Shelf& shelf) {
  const auto query = read_query(request, shelf.kind);
  if (!query) return error_response(query.error(), request);
  const auto page = shelf.records().list(caller.account_id, *query);
  if (!page) return error_response(page.error(), request);
  return json_response(record_page_json(*page));
}

http::Response get(const http::Request& request, const Caller& caller, const Shelf& shelf) {
  const auto record =
      shelf.records().get(caller.account_id, shelf.kind, request.path_parameter("id"));
  if (!record) return error_response(record.error(), request);
  return one(*record);
}

Result<std::optional<storage::Idempotency>> idempotency_of(const http::Request& request) {
  const auto key = request.header("Idempotency-Key");
  if (!key) return std::optional<storage::Idempotency>{};
  if (key->empty() || key->size() > idempotency_key_bytes_max) {
    return Error{ErrorCode::malformed, "Idempotency-Key must have 1 to 255 characters", {}};
  }
  const auto digest = accounts::digest_of_secret(fmt::format("{}\n{}", request.path, request.body));
  return std::optional(storage::Idempotency{std::string(*key), digest});
}

http::Response create(const http::Request& request, const Caller& caller, const Shelf& shelf) {
  return with_json_body(request, [&](const boost::json::value& body) {
    const auto idempotency = idempotency_of(request);
    if (!idempotency) return error_response(idempotency.error(), request);
    const auto record =
        read_record(body, {shelf.kind, random_uuid(shelf.services.people->foundations.randomness),
                           shelf.services.clock.now()});
    if (!record) return error_response(record.error(), request);
    const auto made = shelf.records().create(caller.account_id, *record, *idempotency);
    if (!made) return error_response(made.error(), request);
    auto response = created(made->record);
    if (made->replayed) response.headers.emplace_back("Idempotency-Replayed", "true");
    return response;
  });
}

// The change that If-Match names (RFC 9110, 13.1.1): nothing where it may be any.
Result<std::optional<std::int64_t>> expected_change(const http::Request& request) {
  const auto tag = request.header("If-Match");
  if (!tag) return std::optional<std::int64_t>{};
  std::int64_t change = 0;
  const bool quoted = tag->size() > 2 && tag->front() == '"' && tag->back() == '"';
  const auto* const end = tag->data() + tag->size() - 1;
  if (quoted) {
    const auto read = std::from_chars(tag->data() + 1, end, change);
    if (read.ec == std::errc{} && read.ptr == end) return std::optional(change);
  }
  return Error{ErrorCode::malformed, "If-Match must be one ETag as it was answered", {}};
}

http::Response precondition_failed(const http::Request& request) {
  http::Problem problem;
  problem.status = 412;
  problem.detail = "the record was changed since; get it again and repeat your change on it";
  return http::problem_response(problem, request.request_id);
}

http::Response replace(const http::Request& request, const Caller& caller, const Shelf& shelf) {
  const auto id = request.path_parameter("id");
  if (!is_uuid(id)) {
    return error_response(invalid_field("/id", "must be a UUID in lower case"), request);
  }
  return with_json_body(request, [&](const boost::json::value& body) {
    const auto expected = expected_change(request);
    if (!expected) return error_response(expected.error(), request);
    const auto record =
        read_record(body, {shelf.kind, std::string(id), shelf.services.clock.now()});
    if (!record) return error_response(record.error(), request);
    if (record->id != id) {
      return error_response(invalid_field("/id", "must be the one of the path, or be left out"),
                            request);
    }
    const auto kept = shelf.records().put(caller.account_id, *record, *expected);
    if (kept) return one(*kept);
    if (kept.error().code == ErrorCode::conflict) return precondition_failed(request);
    return error_response(kept.error(), request);
  });
}

http::Response remove(const http::Request& request, const Caller& caller, const Shelf& shelf) {
  const auto removed = shelf.records().remove(
      caller.account_id, shelf.kind, request.path_parameter("id"), shelf.services.clock.now());
  if (!removed) return error_response(removed.error(), request);
  return no_content();
}

void add_shelf(http::Router& router, const Shelf& shelf) {
  using http::Method;
  constexpr auto on_worker = http::Execution::on_worker;
  const auto with_caller = [&shelf](auto answer) {
    return for_caller(*shelf.services.people, answer, shelf);
  };
  const auto path = fmt::format("/api/v1/users/me/{}", resource_of(shelf.kind).path);
  router.add(Method::get, path, with_caller(&list), on_worker);
  router.add(Method::post, path, with_caller(&create), on_worker);
  router.add(Method::get, path + "/{id}", with_caller(&get), on_worker);
  router.add(Method::put, path + "/{id}", with_caller(&replace), on_worker);
  router.add(Method::delete_, path + "/{id}", with_caller(&remove), on_worker);
  // Beside the route that keeps a match, the same list again.
  if (shelf.kind == storage::RecordKind::match)
    router.add(Method::get, "/api/v1/match/history", with_caller(&list), on_worker);
}

}  // namespace

void add_record_routes(http::Router& router, const Services& services) {
  for (const auto& resource : record_resources()) {
    if (!resource.path.empty()) add_shelf(router, {services, resource.kind});
  }
}

}  // namespace astronova::api
