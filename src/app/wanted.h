#pragma once

#include <CLI/App.hpp>

#include "app/cache_service.h"
#include "app/cloud_monitoring_service.h"
#include "app/configuration.h"
#include "app/health_service.h"
#include "app/limits_service.h"
#include "app/log_service.h"
#include "app/metrics_service.h"
#include "app/people_service.h"
#include "app/settings/settings.h"
#include "app/table_keeper.h"
#include "app/tls_flags.h"
#include "app/tracing_service.h"

namespace astronova::app {

/// All that `serve` is told, and `doctor` looks at. Not moved once it is declared: its checks look
/// at it.
struct Wanted {
  Settings settings;
  ServeConfiguration server;
  EphemerisConfiguration source;
  TableSpan span;
  PeopleConfiguration people;
  HealthConfiguration health;
  TlsConfiguration tls;
  CacheConfiguration cache;
  LimitsConfiguration limits;
  LogConfiguration log;
  MetricsConfiguration metrics;
  TracingConfiguration tracing;
  CloudMonitoringConfiguration monitoring;
};

/// Declares the options of all of them, and has them checked together.
void declare(CLI::App& command, Wanted& wanted);

/// Hands on what one part was told and another needs, once the command line has been read.
void complete(Wanted& wanted);

}  // namespace astronova::app
