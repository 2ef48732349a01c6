#pragma once

#include <span>
#include <string>

#include "clients/otlp/otlp_settings.h"
#include "clients/spans.h"

namespace astronova::clients::otlp {

/// An ExportTraceServiceRequest in the JSON encoding of OTLP 1.x
/// (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding): ids in hexadecimal,
/// enumerations as numbers, integers of 64 bits as text, names in lower camel case.
std::string trace_request(const Resource& resource, std::span<const Span> spans);

}  // namespace astronova::clients::otlp
