#include "clients/otlp/trace_request.h"

#include <array>

#include "base/json_writer.h"

namespace astronova::clients::otlp {
namespace {

// opentelemetry/proto/trace/v1/trace.proto
constexpr int kind_server = 2;
constexpr int kind_client = 3;
constexpr int status_error = 2;
constexpr std::uint32_t flag_sampled = 1;

template <std::size_t Size>
void write_id(JsonWriter& json, const std::array<std::uint8_t, Size>& id) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<char, 2 * Size> text{};
  for (std::size_t i = 0; i < Size; ++i) {
    text[2 * i] = digits[id[i] >> 4U];
    text[2 * i + 1] = digits[id[i] & 0xFU];
  }
  json.plain({text.data(), text.size()});
}

void write_attribute(JsonWriter& json, std::string_view name, const Span::Value& value) {
  json.begin_object().member("key", name).key("value").begin_object();
  if (const auto* const text = std::get_if<std::string>(&value)) {
    json.member("stringValue", std::string_view(*text));
  } else {
    json.member("intValue", std::string_view(std::to_string(std::get<std::int64_t>(value))));
  }
  json.end_object().end_object();
}

void write_attributes(JsonWriter& json, const Span& span) {
  json.key("attributes").begin_array();
  for (const auto& [name, value] : span.attributes)
    write_attribute(json, name, value);
  json.end_array();
}

void write_resource(JsonWriter& json, const Resource& resource) {
  json.key("resource").begin_object().key("attributes").begin_array();
  write_attribute(json, "service.name", resource.service_name);
  write_attribute(json, "service.version", resource.version);
  write_attribute(json, "service.instance.id", resource.instance_id);
  json.end_array().end_object();
}

void write_span(JsonWriter& json, const Span& span) {
  const auto began = std::chrono::nanoseconds(span.began.time_since_epoch());
  json.begin_object();
  write_id(json.key("traceId"), span.trace.trace_id);
  write_id(json.key("spanId"), span.trace.span_id);
  if (span.trace.parent_id != decltype(span.trace.parent_id){})
    write_id(json.key("parentSpanId"), span.trace.parent_id);
  json.member("flags", flag_sampled);
  json.member("name", std::string_view(span.name));
  json.member("kind", span.kind == Span::Kind::server ? kind_server : kind_client);
  json.member("startTimeUnixNano", std::string_view(std::to_string(began.count())));
  json.member("endTimeUnixNano", std::string_view(std::to_string((began + span.took).count())));
  write_attributes(json, span);
  json.key("status").begin_object();
  if (span.is_error) json.member("code", status_error);
  json.end_object().end_object();
}

}  // namespace

std::string trace_request(const Resource& resource, std::span<const Span> spans) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().key("resourceSpans").begin_array().begin_object();
  write_resource(json, resource);
  json.key("scopeSpans").begin_array().begin_object();
  json.key("scope").begin_object().member("name", "astronova");
  json.member("version", std::string_view(resource.version)).end_object();
  json.key("spans").begin_array();
  for (const auto& span : spans)
    write_span(json, span);
  json.end_array().end_object().end_array().end_object().end_array().end_object();
  return text;
}

}  // namespace astronova::clients::otlp
