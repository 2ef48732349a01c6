#pragma once

#include <optional>
#include <span>

#include "clients/redis.h"
#include "limits/limiter.h"

namespace astronova::limits {

/// Whether Redis does not know the script that was named by its digest.
bool is_no_script(const clients::RedisReply& reply);

/// Reads what decide.lua answers. None when it is anything else.
std::optional<Verdict> verdict_in(const clients::RedisReply& reply,
                                  std::span<const Charge> charges);

}  // namespace astronova::limits
