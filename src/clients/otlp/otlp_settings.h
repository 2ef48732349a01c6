#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace astronova::clients::otlp {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Who tells: attributes of OpenTelemetry's resource.
struct Resource {
  std::string service_name;  ///< service.name
  std::string version;       ///< service.version
  std::string instance_id;   ///< service.instance.id: unlike that of any other process
};

struct OtlpSettings {
  std::string url;    ///< where spans are posted to, the path included
  Headers headers{};  ///< sent with each request; they may hold secrets
  Resource resource;
};

/// Reads OTEL_EXPORTER_OTLP_HEADERS: "name=value,name=value", values percent-encoded
/// (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).
/// errors  malformed; it quotes nothing of the text
Result<Headers> parse_headers(std::string_view text);

/// Where spans go by OTEL_EXPORTER_OTLP_ENDPOINT: the path /v1/traces below it.
std::string traces_url(std::string endpoint);

}  // namespace astronova::clients::otlp
