#pragma once

#include <string_view>

#include "base/result.h"
#include "sky/ephemeris.h"

namespace astronova::sky::swiss {

/// The error that says for which dates there are data of something.
Error outside_coverage(std::string_view what, const Coverage& span);

}  // namespace astronova::sky::swiss
