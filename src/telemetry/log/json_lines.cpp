#include <array>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/put_hexadecimal.h"
#include "telemetry/log/lines.h"

namespace astronova::telemetry {
namespace {

// What somebody else wrote may be of any length.
constexpr std::size_t text_bytes_max = 4096;

using Fields = std::vector<std::pair<std::string_view, std::string>>;

template <std::size_t Capacity>
class ShortText {
 public:
  template <class Put>
  explicit ShortText(const Put& put) : end_(put(bytes_.data())) {}
  std::string_view view() const { return {bytes_.data(), end_}; }

 private:
  std::array<char, Capacity + put_slack> bytes_;
  const char* end_;
};

ShortText<rfc3339_bytes_max> text_of(Instant time) {
  return ShortText<rfc3339_bytes_max>([&](char* at) { return put_rfc3339(at, time); });
}

std::uint64_t microseconds_of(const ApiCall& call) {
  return static_cast<std::uint64_t>(
      std::max<std::int64_t>(call.took / std::chrono::microseconds(1), 0));
}

void write_trace(JsonWriter& json, std::string_view prefix, const TraceContext& trace) {
  if (!trace.is_set()) return;
  const std::size_t most = prefix.size() + 2 * trace.trace_id.size() + 2;
  json.key("logging.googleapis.com/trace").write(most, [&](char* at) {
    return put(put_hexadecimal(put(put(at, "\""), prefix), trace.trace_id), "\"");
  });
  json.key("logging.googleapis.com/spanId").write(2 * trace.span_id.size() + 2, [&](char* at) {
    return put(put_hexadecimal(put(at, "\""), trace.span_id), "\"");
  });
  json.key("logging.googleapis.com/trace_sampled").boolean(trace.is_sampled);
}

void write_fields(JsonWriter& json, const Fields& fields) {
  for (const auto& [name, value] : fields)
    json.key(name).string(std::string_view(value).substr(0, text_bytes_max));
}

void write_message(JsonWriter& json, const ApiCall& call) {
  const std::size_t most = call.method.size() + call.endpoint.size() + number_bytes_max + 4;
  json.key("message").write(most, [&](char* at) {
    at = put(put(put(put(at, "\""), call.method), " "), call.endpoint);
    return put(put_unsigned(put(at, " "), call.status), "\"");
  });
}

void write_http_request(JsonWriter& json, const ApiCall& call) {
  json.key("httpRequest").begin_object();
  json.key("requestMethod").plain(call.method);
  json.key("requestUrl").plain(call.endpoint);
  json.member("status", call.status);
  // A 64 bit number is a string in the JSON of Google's interfaces, and a duration is one too.
  json.key("responseSize").write(number_bytes_max + 2, [&](char* at) {
    return put(put_unsigned(put(at, "\""), call.response_bytes), "\"");
  });
  json.key("latency").write(number_bytes_max + 3, [&](char* at) {
    return put(put_units<6>(put(at, "\""), microseconds_of(call)), "s\"");
  });
  json.key("protocol").plain(call.protocol);
  if (!call.remote_ip.empty()) json.key("remoteIp").plain(call.remote_ip);
  json.end_object();
}

}  // namespace

JsonLines::JsonLines(std::string_view project)
    : trace_prefix_(project.empty() ? "" : fmt::format("projects/{}/traces/", project)) {}

void JsonLines::put(std::string& out, const LogEvent& event, Instant time,
                    const TraceContext& trace) const {
  JsonWriter json(out);
  const auto when = text_of(time);
  json.begin_object();
  json.key("severity").plain(name_of(event.severity));
  json.key("time").plain(when.view());
  json.member("message", std::string_view(event.message).substr(0, text_bytes_max));
  json.key("event").plain(event.event);
  write_fields(json, event.fields);
  if (!event.context.empty()) {
    json.key("context").begin_object();
    write_fields(json, event.context);
    json.end_object();
  }
  json.key("timestamp").plain(when.view());
  write_trace(json, trace_prefix_, trace);
  json.end_object();
}

void JsonLines::put(std::string& out, const ApiCall& call) const {
  JsonWriter json(out);
  const auto when = text_of(call.time);
  json.begin_object();
  json.key("severity").plain(name_of(call.severity));
  json.key("time").plain(when.view());
  write_message(json, call);
  json.key("event").plain("api_call");
  json.key("endpoint").plain(call.endpoint);
  if (!call.user_id.empty()) json.key("user_id").plain(call.user_id);
  json.key("duration_ms").write(number_bytes_max, [&](char* at) {
    return put_units<3>(at, microseconds_of(call));
  });
  json.member("status_code", call.status);
  json.key("timestamp").plain(when.view());
  json.key("request_id").plain(call.request_id);
  if (call.is_cut) json.member("cut", true);
  if (call.is_refused) json.member("refused", true);
  write_http_request(json, call);
  write_trace(json, trace_prefix_, call.trace);
  json.end_object();
}

}  // namespace astronova::telemetry
