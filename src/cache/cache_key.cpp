#include "cache/cache_key.h"

#include <stdexcept>

#include <fmt/format.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

namespace astronova::cache {
namespace {

void append_part(std::string& text, std::string_view part) {
  const std::uint64_t size = part.size();
  for (unsigned shift = 0; shift < 64; shift += 8)
    text += static_cast<char>(size >> shift);
  text += part;
}

// All that a key is made from, so that no two lists of parts give the same.
std::string joined(const CacheSpace& space, std::initializer_list<std::string_view> parts) {
  std::string text;
  append_part(text, space.name);
  append_part(text, std::to_string(space.version));
  for (const auto part : parts)
    append_part(text, part);
  return text;
}

const unsigned char* bytes_of(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

CacheKey CacheKey::of(const CacheSpace& space, std::initializer_list<std::string_view> parts) {
  const auto text = joined(space, parts);
  std::array<std::uint8_t, 32> digest{};
  SHA256(bytes_of(text), text.size(), digest.data());
  return {space, digest};
}

CacheKey CacheKey::of_personal(const CacheSpace& space, const CacheSecret& secret,
                               std::initializer_list<std::string_view> parts) {
  const auto text = joined(space, parts);
  std::array<std::uint8_t, 32> digest{};
  unsigned size = 0;
  if (!HMAC(EVP_sha256(), secret.bytes.data(), static_cast<int>(secret.bytes.size()),
            bytes_of(text), text.size(), digest.data(), &size))
    throw std::runtime_error("OpenSSL has no HMAC");
  return {space, digest};
}

std::string CacheKey::text() const {
  auto text = fmt::format("astronova:{}:{}:", space_, version_);
  for (const auto byte : digest_)
    fmt::format_to(std::back_inserter(text), "{:02x}", byte);
  return text;
}

}  // namespace astronova::cache
