#include "api/person_export.h"

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "accounts/roles.h"
#include "api/account_json.h"
#include "api/chart_rows.h"
#include "api/record_json.h"

namespace astronova::api {
namespace {

using storage::RecordKind;

struct RecordsFile {
  std::string_view name;
  RecordKind kind{};
  bool is_csv = false;
};

constexpr std::array<RecordsFile, 8> records_files{{
    {"profile.json", RecordKind::profile},
    {"charts.json", RecordKind::chart},
    {"charts.csv", RecordKind::chart, true},
    {"horoscopes.json", RecordKind::horoscope},
    {"messages.json", RecordKind::chat_message},
    {"matches.json", RecordKind::match},
    {"bookmarks.json", RecordKind::bookmark},
    {"reports.json", RecordKind::report},
}};

constexpr std::string_view readme = R"(This is everything that AstroNova holds about you.

account.json      your account and the ways in which you sign in
sessions.json     the devices that are signed in
devices.json      the devices that are notified
audit.json        what was noted about the account: sign-ins, support access
profile.json      your profile
charts.json       the charts that you cast, as they were asked for; charts.csv has the same as a table
horoscopes.json   horoscopes that you kept
messages.json     your conversations
matches.json      your matches
bookmarks.json    your bookmarks
reports.json      your reports

Instants are in UTC (RFC 3339). Text is UTF-8. Left out are only keys: the digests of your tokens,
and the grant by which this server tells Apple that you left.
)";

// Keys, not data.
constexpr std::array<std::string_view, 1> secret_details{"refreshToken"};

boost::json::value details_of(const storage::Identity& identity) {
  boost::system::error_code failure;
  auto details = boost::json::parse(identity.details, failure);
  if (failure || !details.is_object()) return nullptr;
  for (const auto name : secret_details)
    details.get_object().erase(name);
  return details;
}

std::string account_json(const storage::Account& account,
                         const std::vector<storage::Identity>& identities) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().key("account");
  write_account(json, account);
  json.key("deleteAfterDays");
  account.delete_after_days ? json.integer(*account.delete_after_days) : json.null();
  json.member("lastUsedAt", format_rfc3339(account.last_used_at))
      .key("signInMethods")
      .begin_array();
  for (const auto& identity : identities) {
    json.begin_object()
        .member("provider", identity.provider)
        .member("subject", identity.subject)
        .member("linkedAt", format_rfc3339(identity.linked_at))
        .key("details")
        .raw(boost::json::serialize(details_of(identity)))
        .end_object();
  }
  json.end_array().end_object();
  return text;
}

std::string devices_json(const std::vector<storage::Device>& devices) {
  std::string text;
  JsonWriter json(text);
  json.begin_array();
  for (const auto& device : devices) {
    json.begin_object()
        .member("deviceId", device.id)
        .member("platform", device.platform)
        .member("pushToken", device.push_token)
        .member("locale", device.locale)
        .member("timezone", device.timezone)
        .member("updatedAt", format_rfc3339(device.updated_at))
        .end_object();
  }
  json.end_array();
  return text;
}

std::string audit_json(const std::vector<storage::AuditEntry>& entries) {
  std::string text;
  JsonWriter json(text);
  json.begin_array();
  for (const auto& entry : entries) {
    json.begin_object()
        .member("at", format_rfc3339(entry.at))
        .member("actor", entry.actor)
        .member("action", entry.action)
        .member("detail", entry.detail)
        .end_object();
  }
  json.end_array();
  return text;
}

}  // namespace

PersonExport::PersonExport(const People& people, std::string account_id, Instant now)
    : people_(people), account_id_(std::move(account_id)), zip_(now) {}

Result<void> PersonExport::write_account() {
  auto& identities = people_.database.identities();
  const auto account = identities.account(account_id_);
  if (!account) return account.error();
  const auto ways = identities.identities(account_id_);
  if (!ways) return ways.error();
  zip_.begin_file("README.txt");
  zip_.write(readme);
  zip_.begin_file("account.json");
  zip_.write(account_json(*account, *ways));
  return {};
}

Result<void> PersonExport::write_account_files() {
  if (auto account = write_account(); !account) return account;
  const auto sessions = people_.sessions.list(account_id_);
  if (!sessions) return sessions.error();
  zip_.begin_file("sessions.json");
  zip_.write(sessions_json(*sessions, ""));
  const auto devices = people_.database.ledger().devices(account_id_);
  if (!devices) return devices.error();
  zip_.begin_file("devices.json");
  zip_.write(devices_json(*devices));
  const auto entries = people_.database.ledger().audit_of(account_id_);
  if (!entries) return entries.error();
  zip_.begin_file("audit.json");
  zip_.write(audit_json(*entries));
  return {};
}

void PersonExport::begin_records() {
  const auto& file = records_files.at(file_);
  zip_.begin_file(file.name);
  zip_.write(file.is_csv ? std::string_view(chart_columns) : std::string_view("["));
  is_first_page_ = false;
  is_first_record_ = true;
}

void PersonExport::end_records() {
  if (!records_files.at(file_).is_csv) zip_.write("\n]\n");
  is_first_page_ = true;
  cursor_.clear();
  ++file_;
}

Result<void> PersonExport::write_page() {
  const auto& file = records_files.at(file_);
  storage::RecordQuery query;
  query.kind = file.kind;
  query.limit = 100;
  query.cursor = cursor_;
  const auto page = people_.database.records().list(account_id_, query);
  if (!page) return page.error();
  if (is_first_page_) begin_records();
  for (const auto& record : page->records) {
    if (file.is_csv) {
      zip_.write(chart_row(record));
      continue;
    }
    zip_.write(is_first_record_ ? "\n" : ",\n");
    zip_.write(record_json(record));
    is_first_record_ = false;
  }
  cursor_ = page->next_cursor;
  if (cursor_.empty()) end_records();
  return {};
}

Result<bool> PersonExport::next(std::string& out) {
  if (is_done_) return false;
  if (!has_begun_) {
    if (auto written = write_account_files(); !written) return written.error();
    has_begun_ = true;
  } else if (file_ < records_files.size()) {
    if (auto written = write_page(); !written) return written.error();
  } else {
    zip_.finish();
    is_done_ = true;
  }
  zip_.take(out);
  return true;
}

}  // namespace astronova::api
