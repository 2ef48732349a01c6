#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cache/cache_key.h"

namespace astronova::cache::redis {

/// A value as it lies in Redis: with the digest of its key and a checksum, so that another key's
/// value, a cut or changed one, and what others have put there are known for what they are; and
/// compressed (zlib, level 1) where it is not gzip already and that makes it smaller. It is no
/// protection from who means harm and can write to Redis.
std::string sealed_value(const CacheKey& key, std::string_view value);

/// The value, or none where the bytes are not what sealed_value() made for that key. What they
/// claim of lengths reserves 256 KB at most.
std::optional<std::string> opened_value(const CacheKey& key, std::string_view bytes);

}  // namespace astronova::cache::redis
