#include "api/kept_charts.h"

#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "api/authentication.h"
#include "api/chart_json.h"
#include "api/chart_request.h"
#include "api/errors.h"
#include "api/request_body.h"
#include "api/routes.h"

namespace astronova::api {
namespace {

using accounts::Caller;
using storage::RecordKind;

// What its owner wrote to a kept chart, which it is not cast from.
constexpr std::array<std::string_view, 2> owners_members{"label", "notes"};

// For RecordStore::put: what another request of the owner kept meanwhile may have notes by now.
constexpr std::int64_t nothing_there = 0;

Result<usecases::ChartRequest> kept_request(const http::Request& request, const Caller& caller,
                                            const People& people) {
  const auto kept = people.database.records().get(caller.account_id, RecordKind::chart,
                                                  request.path_parameter("chartId"));
  if (!kept) return kept.error();
  auto document = boost::json::parse(kept->document);
  for (const auto name : owners_members)
    document.as_object().erase(name);
  return read_chart_request(document);
}

http::Response get_chart(const http::Request& request, const Caller& caller,
                         const Services& services) {
  const auto wanted = kept_request(request, caller, *services.people);
  if (!wanted) return error_response(wanted.error(), request);
  const auto cast = usecases::cast_natal_chart(services.ephemeris, *wanted);
  if (!cast) return error_response(cast.error(), request);
  std::string text;
  write_chart(text, *cast, *wanted, services.ephemeris);
  return json_response(std::move(text));
}

http::Response get_wheel(const http::Request& request, const Caller& caller,
                         const Services& services) {
  auto wanted = kept_request(request, caller, *services.people);
  if (!wanted) return error_response(wanted.error(), request);
  wanted->western = true;
  if (!wanted->options.wheel) wanted->options.wheel = rendering::Theme::light;
  const auto cast = usecases::cast_natal_chart(services.ephemeris, *wanted);
  if (!cast) return error_response(cast.error(), request);
  http::Response response;
  response.content_type = "image/svg+xml";
  response.body = *cast->western->svg;
  return response;
}

}  // namespace

Result<void> keep_chart(const People& people, const Caller& owner, std::string_view chart_id,
                        const boost::json::value& request, Instant now) {
  return keep_record(people, owner, RecordKind::chart, {chart_id, boost::json::serialize(request)},
                     now);
}

Result<void> keep_record(const People& people, const Caller& owner, RecordKind kind, Keepsake kept,
                         Instant now) {
  storage::Record record;
  record.kind = kind;
  record.id = kept.id;
  record.document = std::move(kept.document);
  record.created_at = record.updated_at = now;
  auto& records = people.database.records();
  const auto there = records.get(owner.account_id, kind, record.id);
  if (there) return {};
  if (there.error().code != ErrorCode::not_found) return there.error();
  const auto put = records.put(owner.account_id, record, nothing_there);
  if (!put && put.error().code != ErrorCode::conflict) return put.error();
  return {};
}

void add_kept_chart_routes(http::Router& router, const Services& services) {
  const auto with_caller = [&services](auto answer) {
    return for_caller(*services.people, answer, services);
  };
  router.add(http::Method::get, "/api/v1/chart/{chartId}", with_caller(&get_chart),
             http::Execution::on_worker);
  router.add(http::Method::get, "/api/v1/chart/{chartId}.svg", with_caller(&get_wheel),
             http::Execution::on_worker);
}

}  // namespace astronova::api
