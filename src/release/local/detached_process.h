#pragma once

#include <functional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "base/result.h"
#include "release/local/environment_file.h"

namespace astronova::release::local {

/// Starts a program that does not end with this process: in a session of its own, with nothing to
/// read, and what it writes at the end of the log. It has these variables and no others, no
/// descriptor of ours, and signals as they are by default.
///
/// `note` is given the number of its process before the program begins. It begins only when that
/// has gone well; where this process dies before, or in `note`, it never does.
///
/// errors  unavailable (there is no such program; the system has no room); those of `note`
Result<void> start_detached(const std::vector<std::string>& words, const Variables& variables,
                            const std::string& log, const std::function<Result<void>(pid_t)>& note);

}  // namespace astronova::release::local
