#pragma once

#include <string_view>

#include "http/admission.h"
#include "limits/limiter.h"

namespace astronova::api {

/// What a client is told of a verdict: RateLimit-Limit, RateLimit-Remaining and RateLimit-Reset of
/// the rule that is nearest to its end, and the same as X-RateLimit-…; of a refusal a problem
/// document of status 429, or 503 where nothing can be counted, with Retry-After, that says which
/// rule it is and when to try again.
/// source  draft-ietf-httpapi-ratelimit-headers-06; RFC 6585, 4
http::Admission::Decision decision_of(const limits::Verdict& verdict, const limits::Rules& rules,
                                      std::string_view request_id);

}  // namespace astronova::api
