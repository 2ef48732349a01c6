#include "accounts/roles.h"
#include "api/account_json.h"
#include "api/authentication.h"
#include "api/person_export.h"
#include "api/record_json.h"
#include "api/request_body.h"
#include "api/routes.h"

namespace astronova::api {
namespace {

using accounts::Caller;
using storage::RecordKind;

constexpr std::int64_t days_max = 3'650;

// What is known of someone beside their records.
struct Person {
  storage::Account account;
  std::vector<storage::Identity> identities;
  std::optional<storage::Record> profile;
};

Result<std::optional<storage::Record>> profile_of(const Services& services,
                                                  std::string_view account_id) {
  auto profile =
      services.people->database.records().get(account_id, RecordKind::profile, account_id);
  if (profile) return std::optional(*std::move(profile));
  if (profile.error().code == ErrorCode::not_found) return std::optional<storage::Record>{};
  return profile.error();
}

Result<Person> person(const Services& services, std::string_view account_id) {
  auto& identities = services.people->database.identities();
  auto account = identities.account(account_id);
  if (!account) return account.error();
  auto ways = identities.identities(account_id);
  if (!ways) return ways.error();
  auto profile = profile_of(services, account_id);
  if (!profile) return profile.error();
  return Person{*std::move(account), *std::move(ways), *std::move(profile)};
}

std::string person_json(const Person& person) {
  std::string text;
  JsonWriter json(text);
  json.begin_object()
      .member("id", person.account.id)
      .member("role", accounts::name_of(person.account.role))
      .member("createdAt", format_rfc3339(person.account.created_at))
      .key("signInMethods")
      .begin_array();
  for (const auto& identity : person.identities) {
    json.begin_object()
        .member("provider", identity.provider)
        .member("linkedAt", format_rfc3339(identity.linked_at))
        .end_object();
  }
  json.end_array().key("profile");
  person.profile ? json.raw(person.profile->document) : json.null();
  json.key("deleteAfterDays");
  const auto days = person.account.delete_after_days;
  days ? json.integer(*days) : json.null();
  json.end_object();
  return text;
}

http::Response get_me(const http::Request& request, const Caller& caller,
                      const Services& services) {
  const auto found = person(services, caller.account_id);
  if (!found) return error_response(found.error(), request);
  auto response = json_response(person_json(*found));
  if (found->profile) response.headers.emplace_back("ETag", entity_tag(*found->profile));
  return response;
}

struct PersonWanted {
  storage::Record profile;
  std::optional<int> delete_after_days;
};

Result<PersonWanted> read_person(const boost::json::value& body, const Caller& caller,
                                 Instant now) {
  FieldErrors errors;
  ObjectReader reader(body, "", errors);
  PersonWanted wanted;
  reader.require("profile");
  if (const auto* const profile = reader.any("profile"); profile && !profile->is_null()) {
    auto read = read_record(*profile, {RecordKind::profile, caller.account_id, now});
    if (read) {
      wanted.profile = *std::move(read);
    } else {
      errors.add(read.error(), "/profile", "");
    }
  }
  if (const auto days = reader.integer("deleteAfterDays", 1, days_max)) {
    wanted.delete_after_days = static_cast<int>(*days);
  }
  reader.finish();
  if (!errors.empty()) return errors.error();
  return wanted;
}

http::Response put_me(const http::Request& request, const Caller& caller,
                      const Services& services) {
  return with_json_body(request, [&](const boost::json::value& body) {
    const auto wanted = read_person(body, caller, services.clock.now());
    if (!wanted) return error_response(wanted.error(), request);
    auto& database = services.people->database;
    const auto kept = database.records().put(caller.account_id, wanted->profile, std::nullopt);
    if (!kept) return error_response(kept.error(), request);
    const auto set =
        database.identities().set_delete_after_days(caller.account_id, wanted->delete_after_days);
    if (!set) return error_response(set.error(), request);
    return get_me(request, caller, services);
  });
}

// The archive, a page of records at a time.
class ExportBody final : public http::BodySource {
 public:
  ExportBody(const People& people, std::string account_id, Instant now)
      : export_(people, std::move(account_id), now) {}

  Result<http::BodyProgress> next(std::string& chunk, const http::BodyDemand& /*demand*/) override {
    const auto more = export_.next(chunk);
    if (!more) return more.error();
    return *more ? http::BodyProgress::more() : http::BodyProgress::end();
  }

 private:
  PersonExport export_;
};

http::Response export_me(const http::Request& request, const Caller& caller,
                         const Services& services) {
  if (const auto account = services.people->database.identities().account(caller.account_id);
      !account) {
    return error_response(account.error(), request);
  }
  http::Response response;
  response.content_type = "application/zip";
  response.headers.emplace_back("Content-Disposition",
                                R"(attachment; filename="astronova-export.zip")");
  response.source =
      std::make_unique<ExportBody>(*services.people, caller.account_id, services.clock.now());
  return response;
}

http::Response delete_me(const http::Request& request, const Caller& caller,
                         const Services& services) {
  const auto deleted =
      services.people->deletion.delete_account(caller.account_id, caller.account_id);
  if (!deleted) return error_response(deleted.error(), request);
  return no_content();
}

}  // namespace

void add_user_routes(http::Router& router, const Services& services) {
  using http::Method;
  constexpr auto on_worker = http::Execution::on_worker;
  const auto with_caller = [&services](auto answer) {
    return for_caller(*services.people, answer, services);
  };
  router.add(Method::get, "/api/v1/users/me", with_caller(&get_me), on_worker);
  router.add(Method::put, "/api/v1/users/me", with_caller(&put_me), on_worker);
  router.add(Method::get, "/api/v1/users/me/export", with_caller(&export_me), on_worker);
  router.add(Method::delete_, "/api/v1/users/me", with_caller(&delete_me), on_worker);
}

}  // namespace astronova::api
