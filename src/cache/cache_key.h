#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace astronova::cache {

/// What is kept of one kind, under a name of its own: in keys, and in metrics.
struct CacheSpace {
  std::string_view name;  ///< snake_case; of static lifetime
  /// Of what the values are made of and how they are written. To be counted up when either changes:
  /// servers of both versions may share one Redis.
  unsigned version = 1;
};

/// Keys of what is made from personal data are made with a secret, so that who can read them cannot
/// try out births.
struct CacheSecret {
  std::array<std::uint8_t, 32> bytes{};
};

/// What a value is found by: the SHA-256 of its space and of all that it is made from. There is no
/// way to make one that still holds any of that.
class CacheKey {
 public:
  /// From parts that tell nothing of a person. How long each part is counts too: {"ab", "c"} is not
  /// {"a", "bc"}.
  static CacheKey of(const CacheSpace& space, std::initializer_list<std::string_view> parts);
  /// From parts that may: HMAC-SHA-256.
  static CacheKey of_personal(const CacheSpace& space, const CacheSecret& secret,
                              std::initializer_list<std::string_view> parts);

  std::string_view space() const { return space_; }
  std::span<const std::uint8_t, 32> digest() const { return digest_; }
  /// "astronova:ephemeris_tables:1:9f86d081…", as it is used where others keep things too.
  std::string text() const;

  bool operator==(const CacheKey& other) const {
    return digest_ == other.digest_ && space_ == other.space_ && version_ == other.version_;
  }
  std::size_t hash() const {
    std::size_t hash = 0;
    std::memcpy(&hash, digest_.data(), sizeof hash);
    return hash;
  }

 private:
  CacheKey(const CacheSpace& space, const std::array<std::uint8_t, 32>& digest)
      : space_(space.name), version_(space.version), digest_(digest) {}

  std::string_view space_;
  unsigned version_;
  std::array<std::uint8_t, 32> digest_;
};

}  // namespace astronova::cache

template <>
struct std::hash<astronova::cache::CacheKey> {
  std::size_t operator()(const astronova::cache::CacheKey& key) const noexcept {
    return key.hash();
  }
};
