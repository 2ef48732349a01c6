#pragma once

#include "telemetry/metrics.h"

namespace astronova::telemetry {

/// What the system says of this process (proc(5)), by the names that Prometheus gives it. What
/// cannot be read is left out.
void sample_process(Samples& samples);

}  // namespace astronova::telemetry
