#include "accounts/passkeys/passkey_answer.h"

#include <boost/json/object.hpp>
#include <string_view>
#include <utility>

#include "accounts/base64url.h"
#include "accounts/claims.h"

namespace astronova::accounts {
namespace {

constexpr std::size_t transports_max = 8;
constexpr std::size_t transport_bytes_max = 32;

// Reads members and notes what is wrong with them.
class Answer {
 public:
  explicit Answer(const boost::json::value& json) {
    if (!json.is_object()) {
      note("", "must be an object");
      return;
    }
    object_ = &json.get_object();
    if (text_claim(*object_, "type") != "public-key") note("/type", "must be \"public-key\"");
    const auto* response = object_->if_contains("response");
    if (response != nullptr && response->is_object()) {
      response_ = &response->get_object();
    } else {
      note("/response", "must be an object");
    }
  }

  std::string id() {
    auto bytes = required(object_, "", "id");
    if (object_ != nullptr && object_->contains("rawId") &&
        text_claim(*object_, "rawId") != text_claim(*object_, "id"))
      note("/rawId", "must be the same as id");
    return bytes;
  }

  std::string in_response(std::string_view name) { return required(response_, "/response", name); }

  std::optional<std::string> if_in_response(std::string_view name) {
    if (response_ == nullptr) return std::nullopt;
    const auto* value = response_->if_contains(name);
    if (value == nullptr || value->is_null()) return std::nullopt;
    return in_response(name);
  }

  std::vector<std::string> transports() const {
    std::vector<std::string> names;
    const auto* value = response_ == nullptr ? nullptr : response_->if_contains("transports");
    if (value == nullptr || !value->is_array()) return names;
    for (const auto& element : value->get_array()) {
      const bool fits = element.is_string() && element.get_string().size() <= transport_bytes_max &&
                        names.size() < transports_max;
      if (fits) names.emplace_back(std::string_view(element.get_string()));
    }
    return names;
  }

  template <class Read>
  Result<Read> result(Read read) {
    if (wrong_.empty()) return read;
    return Error{ErrorCode::invalid_value, "The passkey's answer is not as WebAuthn has it",
                 std::move(wrong_)};
  }

 private:
  std::string required(const boost::json::object* object, std::string_view parent,
                       std::string_view name) {
    if (object == nullptr) return {};
    auto bytes = decode_base64url(text_claim(*object, name).value_or(""));
    if (bytes && !bytes->empty()) return std::move(*bytes);
    note(std::string(parent).append("/").append(name), "must be bytes in base64url");
    return {};
  }

  void note(std::string pointer, std::string detail) {
    wrong_.push_back({std::move(pointer), std::move(detail), {}});
  }

  const boost::json::object* object_ = nullptr;
  const boost::json::object* response_ = nullptr;
  std::vector<FieldError> wrong_;
};

}  // namespace

Result<PasskeyRegistration> read_passkey_registration(const boost::json::value& json) {
  Answer answer(json);
  PasskeyRegistration read;
  read.id = answer.id();
  read.client_data = answer.in_response("clientDataJSON");
  read.attestation_object = answer.in_response("attestationObject");
  read.transports = answer.transports();
  return answer.result(std::move(read));
}

Result<PasskeyAssertion> read_passkey_assertion(const boost::json::value& json) {
  Answer answer(json);
  PasskeyAssertion read;
  read.id = answer.id();
  read.client_data = answer.in_response("clientDataJSON");
  read.authenticator_data = answer.in_response("authenticatorData");
  read.signature = answer.in_response("signature");
  read.user_handle = answer.if_in_response("userHandle");
  return answer.result(std::move(read));
}

}  // namespace astronova::accounts
