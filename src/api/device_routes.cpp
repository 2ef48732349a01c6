#include "api/authentication.h"
#include "api/record_json.h"
#include "api/request_body.h"
#include "api/routes.h"

namespace astronova::api {
namespace {

using accounts::Caller;
using storage::Device;

constexpr std::array<std::string_view, 4> platforms{"ios", "macos", "watchos", "web"};

std::string text_of(ObjectReader& reader, std::string_view name, std::size_t bytes_max) {
  const auto text = reader.string(name).value_or("");
  if (text.size() > bytes_max) {
    reader.note(name, "is too long");
  } else if (text.find('\0') != std::string_view::npos) {
    reader.note(name, "must have no character U+0000");
  }
  return std::string(text);
}

Result<Device> read_device(const boost::json::value& body, Instant now) {
  FieldErrors errors;
  ObjectReader reader(body, "", errors);
  Device device;
  for (const std::string_view name : {"deviceId", "platform", "pushToken"})
    reader.require(name);
  device.id = reader.string("deviceId").value_or("");
  if (!device.id.empty() && !is_uuid(device.id)) {
    reader.note("deviceId", "must be a UUID in lower case");
  }
  if (const auto platform = reader.name_among("platform", platforms)) {
    device.platform = platforms.at(*platform);
  }
  device.push_token = text_of(reader, "pushToken", 4'096);
  device.locale = text_of(reader, "locale", 35);
  device.timezone = text_of(reader, "timezone", 64);
  device.updated_at = now;
  reader.finish();
  if (!errors.empty()) return errors.error();
  return device;
}

// The push token is for us to send to, so nobody is shown it again.
void write_device(JsonWriter& json, const Device& device) {
  json.begin_object()
      .member("deviceId", device.id)
      .member("platform", device.platform)
      .member("locale", device.locale)
      .member("timezone", device.timezone)
      .member("updatedAt", format_rfc3339(device.updated_at))
      .end_object();
}

http::Response put(const http::Request& request, const Caller& caller, const Services& services) {
  return with_json_body(request, [&](const boost::json::value& body) {
    const auto device = read_device(body, services.clock.now());
    if (!device) return error_response(device.error(), request);
    const auto kept = services.people->database.ledger().put_device(caller.account_id, *device);
    if (!kept) return error_response(kept.error(), request);
    std::string text;
    JsonWriter json(text);
    write_device(json, *device);
    return json_response(std::move(text));
  });
}

http::Response list(const http::Request& request, const Caller& caller, const Services& services) {
  const auto devices = services.people->database.ledger().devices(caller.account_id);
  if (!devices) return error_response(devices.error(), request);
  std::string text;
  JsonWriter json(text);
  json.begin_object().key("items").begin_array();
  for (const auto& device : *devices)
    write_device(json, device);
  json.end_array().key("nextCursor").null().end_object();
  return json_response(std::move(text));
}

http::Response remove(const http::Request& request, const Caller& caller,
                      const Services& services) {
  const auto removed = services.people->database.ledger().remove_device(
      caller.account_id, request.path_parameter("deviceId"));
  if (!removed) return error_response(removed.error(), request);
  return no_content();
}

}  // namespace

void add_device_routes(http::Router& router, const Services& services) {
  using http::Method;
  constexpr auto on_worker = http::Execution::on_worker;
  const auto with_caller = [&services](auto answer) {
    return for_caller(*services.people, answer, services);
  };
  router.add(Method::post, "/api/v1/devices", with_caller(&put), on_worker);
  router.add(Method::get, "/api/v1/devices", with_caller(&list), on_worker);
  router.add(Method::delete_, "/api/v1/devices/{deviceId}", with_caller(&remove), on_worker);
}

}  // namespace astronova::api
