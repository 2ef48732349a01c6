#pragma once

#include "clients/resilient_client.h"
#include "telemetry/metrics.h"

namespace astronova::telemetry {

/// What has been counted of the calls to a vendor.
void sample_calls(Samples& samples, const clients::ResilientClient& client);

}  // namespace astronova::telemetry
