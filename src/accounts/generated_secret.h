#pragma once

#include <string>

#include "base/randomness.h"
#include "base/result.h"

namespace astronova::accounts {

struct GeneratedSecret {
  std::string secret;   ///< fit for KeyRing::parse
  bool is_new = false;  ///< it was made by this call
};

/// The secret of a server that was given none: made at its first start, 256 random bits, and kept
/// in `token-secret` in the folder, readable by its user alone. It is whole or not there, and of
/// servers that start at once in one folder all get the same.
/// errors  data_missing, with what an operator has to do: the folder cannot be written, or the file
///         is no secret of ours, belongs to somebody else, or can be read or written by others
Result<GeneratedSecret> generated_secret(const std::string& folder, const Randomness& randomness);

}  // namespace astronova::accounts
