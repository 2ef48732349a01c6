#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace astronova::accounts {

struct CborValue;
struct CborMember;

struct CborBytes {
  std::string_view bytes;
};
struct CborText {
  std::string_view text;
};
using CborArray = std::vector<CborValue>;

/// Its members in the order of the encoding; keys are integers or texts, each once.
class CborMap {
 public:
  explicit CborMap(std::vector<CborMember> members);
  CborMap(const CborMap& other);
  CborMap(CborMap&& other) noexcept;
  CborMap& operator=(const CborMap& other);
  CborMap& operator=(CborMap&& other) noexcept;
  ~CborMap();

  bool empty() const;
  const CborValue* find(std::int64_t key) const;
  const CborValue* find(std::string_view key) const;

  /// A member of that kind, or nothing: absent, or of another kind.
  const std::int64_t* integer(std::int64_t key) const;
  const CborBytes* bytes(std::int64_t key) const;
  const std::int64_t* integer(std::string_view key) const;
  const CborBytes* bytes(std::string_view key) const;
  const CborText* text(std::string_view key) const;
  const CborArray* array(std::string_view key) const;
  const CborMap* map(std::string_view key) const;

 private:
  std::vector<CborMember> members_;
};

/// One item of CBOR (RFC 8949). Bytes and texts are views into what was read.
struct CborValue {
  /// monostate: null or undefined
  std::variant<std::monostate, bool, std::int64_t, CborBytes, CborText, CborArray, CborMap> value;
};

struct CborMember {
  CborValue key;  ///< an integer or a text
  CborValue value;
};

/// Takes one item from the front of `bytes`, as strictly as WebAuthn lets us (CTAP2's canonical
/// form): definite lengths, no tags, no floating point, no integer beyond 64 bits with a sign, no
/// key twice; nested at most 6 deep, at most 512 items. Allocates by what is there, never by what
/// a length claims.
/// errors  malformed
Result<CborValue> take_cbor(std::string_view& bytes);

}  // namespace astronova::accounts
