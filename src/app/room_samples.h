#pragma once

#include "cache/cache_figures.h"
#include "clients/redis_figures.h"
#include "http/figures.h"
#include "limits/limit_figures.h"
#include "storage/figures.h"
#include "telemetry/metrics.h"
#include "telemetry/span_queue.h"

namespace astronova::app {

/// What each room counts of itself, by the names of docs/monitoring.md.
void sample(telemetry::Samples& samples, const http::ServerFigures& figures);
void sample(telemetry::Samples& samples, const storage::DatabaseFigures& figures);
void sample(telemetry::Samples& samples, const cache::CacheFigures& figures);
void sample(telemetry::Samples& samples, const clients::RedisFigures& figures);
void sample(telemetry::Samples& samples, const limits::LimitFigures& figures);
void sample(telemetry::Samples& samples, const telemetry::SpanFigures& figures);

}  // namespace astronova::app
