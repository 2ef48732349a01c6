#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct _cjose_jws_int;  // cjose's own name for a JWS

namespace astronova::accounts {

/// How a token is signed (RFC 7518, 3.1).
enum class TokenAlgorithm : std::uint8_t { hs256, rs256 };

/// A signed JSON Web Token (RFC 7519) in compact form. The algorithm is the caller's choice, never
/// the token's.
class JsonWebToken {
 public:
  static constexpr std::size_t bytes_max = 8'192;

  /// Reads a token and checks what can be checked without a key: at most bytes_max bytes, three
  /// parts, in the header exactly the algorithm asked for and no `crit` (RFC 7515, 4.1.11: none is
  /// understood here). Nothing of it is to be believed yet.
  /// errors  unauthenticated
  static Result<JsonWebToken> read(std::string_view compact, TokenAlgorithm algorithm);

  /// `kid` of the header, "" when there is none.
  const std::string& key_id() const { return key_id_; }

  /// The claims, if the signature holds.
  /// errors  unauthenticated; for a JWK (RFC 7517) that is no RSA key of 2,048 bits or more, or is
  ///         meant for something else, too
  Result<boost::json::object> verified_by_secret(std::string_view secret) const;
  Result<boost::json::object> verified_by_rsa(std::string_view json_web_key) const;

 private:
  struct Release {
    void operator()(_cjose_jws_int* token) const;
  };
  using Handle = std::unique_ptr<_cjose_jws_int, Release>;

  JsonWebToken(Handle token, std::string key_id)
      : token_(std::move(token)), key_id_(std::move(key_id)) {}
  Result<boost::json::object> claims() const;

  Handle token_;
  std::string key_id_;
};

/// Signs claims, a JSON text, by HS256; the header names the key.
std::string sign_json_web_token(std::string_view claims, std::string_view secret,
                                const std::string& key_id);

}  // namespace astronova::accounts
