#pragma once

#include "clients/http_client.h"
#include "clients/otlp/otlp_settings.h"
#include "clients/spans.h"

namespace astronova::clients::otlp {

/// Sends spans over OTLP/HTTP, as JSON (https://opentelemetry.io/docs/specs/otlp/#otlphttp), to a
/// collector or to whoever understands the protocol. Nothing is tried again: it says whether it
/// may be.
class OtlpExporter final : public SpanExporter {
 public:
  /// The client must outlive it.
  OtlpExporter(HttpClient& http, OtlpSettings settings);

  SpanDelivery send(std::span<const Span> spans, std::chrono::milliseconds within) override;

 private:
  HttpClient& http_;
  const OtlpSettings settings_;
};

}  // namespace astronova::clients::otlp
