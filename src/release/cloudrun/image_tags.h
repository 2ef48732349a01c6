#pragma once

#include <string>

#include "base/result.h"
#include "release/cloudrun/run_commands.h"
#include "release/engine.h"

namespace astronova::release::cloudrun {

/// The image that an operator named, by what Artifact Registry says of its tags: "1.4.2" and
/// "sha256:…" are of `our_image`, all else is REGISTRY/NAME:TAG or REGISTRY/NAME@DIGEST. Its
/// version is its tag; what is deployed is always the digest.
/// errors  invalid_value: there is none, or it has no tag; unavailable
Result<Artifact> find_image(const std::string& named, const std::string& our_image,
                            const RunCommands& commands, ProgramRunner& runner);

}  // namespace astronova::release::cloudrun
