#include <charconv>

#include <fmt/format.h>

#include "accounts/roles.h"
#include "api/account_json.h"
#include "api/authentication.h"
#include "api/query_object.h"
#include "api/record_json.h"
#include "api/record_schema.h"
#include "api/request_body.h"
#include "api/routes.h"

namespace astronova::api {
namespace {

using accounts::Caller;

constexpr std::array<std::string_view, 3> role_names{"guest", "user", "admin"};

// Every use of support access is written down before it answers, or it does not answer.
Result<void> write_down(const Services& services, const Caller& admin, std::string action,
                        std::string_view subject, std::string detail = {}) {
  storage::AuditEntry entry;
  entry.at = services.clock.now();
  entry.actor = admin.account_id;
  entry.action = std::move(action);
  entry.subject = subject;
  entry.detail = std::move(detail);
  return services.people->database.ledger().audit(entry);
}

http::Response get_account(const http::Request& request, const Caller& admin,
                           const Services& services) {
  const auto id = request.path_parameter("accountId");
  if (const auto written = write_down(services, admin, "admin.account.read", id); !written) {
    return error_response(written.error(), request);
  }
  auto& database = services.people->database;
  const auto account = database.identities().account(id);
  if (!account) return error_response(account.error(), request);
  const auto identities = database.identities().identities(id);
  if (!identities) return error_response(identities.error(), request);
  std::string text;
  JsonWriter json(text);
  json.begin_object().key("account");
  write_account(json, *account);
  json.key("signInMethods").begin_array();
  for (const auto& identity : *identities)
    json.string(identity.provider);
  json.end_array().end_object();
  return json_response(std::move(text));
}

Result<storage::RecordQuery> read_query(const http::Request& request) {
  static constexpr std::array<std::string_view, 1> numbers{"limit"};
  FieldErrors errors;
  JsonMemory memory;
  const auto object = query_object(request.query, {numbers, {}}, memory, errors);
  ObjectReader reader(object, "", errors);
  storage::RecordQuery query;
  reader.require("kind");
  query.kind =
      static_cast<storage::RecordKind>(reader.name_among("kind", record_kind_names()).value_or(0));
  query.limit = static_cast<std::size_t>(reader.integer("limit", 1, 100).value_or(20));
  query.cursor = reader.string("cursor").value_or("");
  reader.finish();
  if (!errors.empty()) return errors.error();
  return query;
}

http::Response list_records(const http::Request& request, const Caller& admin,
                            const Services& services) {
  const auto query = read_query(request);
  if (!query) return error_response(query.error(), request);
  const auto id = request.path_parameter("accountId");
  const auto kind = resource_of(query->kind).name;
  const auto written = write_down(services, admin, "admin.records.read", id, std::string(kind));
  if (!written) return error_response(written.error(), request);
  auto& database = services.people->database;
  if (const auto account = database.identities().account(id); !account) {
    return error_response(account.error(), request);
  }
  const auto page = database.records().list(id, *query);
  if (!page) return error_response(page.error(), request);
  return json_response(record_page_json(*page));
}

http::Response set_role(const http::Request& request, const Caller& admin,
                        const Services& services) {
  return with_json_body(request, [&](const boost::json::value& body) {
    FieldErrors errors;
    ObjectReader reader(body, "", errors);
    reader.require("role");
    const auto role = reader.name_among("role", role_names);
    reader.finish();
    if (!errors.empty()) return error_response(errors.error(), request);
    const auto id = request.path_parameter("accountId");
    const auto name = role_names.at(*role);
    const auto written = write_down(services, admin, "admin.role.set", id, std::string(name));
    if (!written) return error_response(written.error(), request);
    auto& identities = services.people->database.identities();
    const auto set = identities.set_role(id, *accounts::role_named(name));
    if (!set) return error_response(set.error(), request);
    services.people->sessions.forget(id);
    const auto account = identities.account(id);
    if (!account) return error_response(account.error(), request);
    std::string text;
    JsonWriter json(text);
    write_account(json, *account);
    return json_response(std::move(text));
  });
}

struct AuditQuery {
  std::int64_t before = 0;
  std::size_t limit = 50;
};

Result<AuditQuery> read_audit_query(const http::Request& request) {
  static constexpr std::array<std::string_view, 1> numbers{"limit"};
  FieldErrors errors;
  JsonMemory memory;
  const auto object = query_object(request.query, {numbers, {}}, memory, errors);
  ObjectReader reader(object, "", errors);
  AuditQuery query;
  query.limit = static_cast<std::size_t>(reader.integer("limit", 1, 100).value_or(50));
  if (const auto cursor = reader.string("cursor")) {
    const auto* const end = cursor->data() + cursor->size();
    const auto read = std::from_chars(cursor->data(), end, query.before);
    if (read.ec != std::errc{} || read.ptr != end || query.before <= 0) {
      reader.note("cursor", "must be a nextCursor as it was answered, or be left out");
    }
  }
  reader.finish();
  if (!errors.empty()) return errors.error();
  return query;
}

http::Response list_audit(const http::Request& request, const Caller& admin,
                          const Services& services) {
  const auto query = read_audit_query(request);
  if (!query) return error_response(query.error(), request);
  if (const auto written = write_down(services, admin, "admin.audit.read", "audit"); !written) {
    return error_response(written.error(), request);
  }
  const auto entries = services.people->database.ledger().audit_log(query->before, query->limit);
  if (!entries) return error_response(entries.error(), request);
  std::string text;
  JsonWriter json(text);
  json.begin_object().key("items").begin_array();
  for (const auto& entry : *entries) {
    json.begin_object()
        .member("number", entry.number)
        .member("at", format_rfc3339(entry.at))
        .member("actor", entry.actor)
        .member("action", entry.action)
        .member("subject", entry.subject)
        .member("detail", entry.detail)
        .end_object();
  }
  json.end_array().key("nextCursor");
  entries->size() < query->limit ? json.null()
                                 : json.string(std::to_string(entries->back().number));
  json.end_object();
  return json_response(std::move(text));
}

}  // namespace

void add_admin_routes(http::Router& router, const Services& services) {
  using http::Method;
  constexpr auto on_worker = http::Execution::on_worker;
  const auto with_admin = [&services](auto answer) {
    return for_admin(*services.people, answer, services);
  };
  router.add(Method::get, "/api/v1/admin/accounts/{accountId}", with_admin(&get_account),
             on_worker);
  router.add(Method::get, "/api/v1/admin/accounts/{accountId}/records", with_admin(&list_records),
             on_worker);
  router.add(Method::put, "/api/v1/admin/accounts/{accountId}/role", with_admin(&set_role),
             on_worker);
  router.add(Method::get, "/api/v1/admin/audit", with_admin(&list_audit), on_worker);
}

}  // namespace astronova::api
