#include "storage/sealing.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <sodium.h>

namespace astronova::storage {
namespace {

constexpr std::size_t key_bytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t key_id_bytes_max = 32;
constexpr char version_clear = '0';
constexpr char version_sealed = '1';
constexpr int alphabet = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

Error wrong_keys(std::string detail) {
  return {ErrorCode::data_missing,
          "the data keys cannot be used: " + std::move(detail) +
              R"(; write them as "2026a:KEY,2025b:KEY", the current one first, where KEY is )"
              "`openssl rand -base64 32`",
          {}};
}

bool is_key_id(std::string_view id) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  };
  return !id.empty() && id.size() <= key_id_bytes_max && std::ranges::all_of(id, allowed);
}

const unsigned char* bytes_of(const std::string& text) {
  const void* untyped = text.data();
  return static_cast<const unsigned char*>(untyped);
}

unsigned char* bytes_of(std::string& text) {
  void* untyped = text.data();
  return static_cast<unsigned char*>(untyped);
}

std::string associated_data(const SealedPlace& place) {
  std::string data;
  data.reserve(place.table.size() + place.owner.size() + place.id.size() + 2);
  data.append(place.table).append(1, '\0').append(place.owner).append(1, '\0').append(place.id);
  return data;
}

// Appends the text of `bytes`.
void append_base64(std::string& text, const std::string& bytes) {
  const std::size_t begin = text.size();
  const std::size_t length = sodium_base64_encoded_len(bytes.size(), alphabet);
  text.resize(begin + length);
  sodium_bin2base64(text.data() + begin, length, bytes_of(bytes), bytes.size(), alphabet);
  text.pop_back();  // the NUL that it writes
}

std::string from_base64(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t length = 0;
  const bool read = sodium_base642bin(bytes_of(bytes), bytes.size(), text.data(), text.size(),
                                      nullptr, &length, nullptr, alphabet) == 0;
  bytes.resize(read ? length : 0);
  return bytes;
}

void start_sodium() {
  // Safe to call often and from several threads.
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
}

Error not_what_was_sealed(std::string_view key_id) {
  return {ErrorCode::data_missing,
          fmt::format("the data key {} does not open what is stored: it is another key, or the "
                      "value was changed",
                      key_id),
          {}};
}

}  // namespace

struct KeyRing::Key {
  std::string id{};
  std::array<unsigned char, key_bytes> bytes{};

  Key() = default;
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  ~Key() { sodium_memzero(bytes.data(), bytes.size()); }

  // Both alphabets, padded or not.
  bool read(std::string_view text) {
    while (!text.empty() && text.back() == '=')
      text.remove_suffix(1);
    for (const int variant :
         {sodium_base64_VARIANT_ORIGINAL_NO_PADDING, sodium_base64_VARIANT_URLSAFE_NO_PADDING}) {
      std::size_t length = 0;
      if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &length,
                            nullptr, variant) == 0 &&
          length == bytes.size()) {
        return true;
      }
    }
    return false;
  }
};

Result<KeyRing> KeyRing::parse(std::string_view text) {
  start_sodium();
  KeyRing ring;
  while (!text.empty()) {
    const auto entry = text.substr(0, text.find(','));
    const bool last = entry.size() == text.size();
    text.remove_prefix(entry.size() + (last ? 0 : 1));
    const auto number = ring.keys_.size() + 1;
    const auto colon = entry.find(':');
    if (colon == std::string_view::npos || !is_key_id(entry.substr(0, colon))) {
      return wrong_keys(fmt::format(
          "key {} has no name of 1 to {} letters, digits, hyphens and underscores before a colon",
          number, key_id_bytes_max));
    }
    auto key = std::make_shared<Key>();
    key->id = entry.substr(0, colon);
    if (ring.find(key->id)) return wrong_keys(fmt::format("{} is named twice", key->id));
    if (!key->read(entry.substr(colon + 1))) {
      return wrong_keys(fmt::format("{} is not {} bytes in base64", key->id, key_bytes));
    }
    ring.keys_.push_back(std::move(key));
    if (!last && text.empty()) return wrong_keys("there is none after the last comma");
  }
  return ring;
}

std::string_view KeyRing::current() const {
  return keys_.empty() ? std::string_view{} : keys_.front()->id;
}

const KeyRing::Key* KeyRing::find(std::string_view id) const {
  const auto found = std::ranges::find(keys_, id, [](const auto& key) { return key->id; });
  return found == keys_.end() ? nullptr : found->get();
}

std::string KeyRing::seal(const SealedPlace& place, std::string_view text) const {
  if (keys_.empty()) return std::string(1, version_clear).append(text);
  const Key& key = *keys_.front();
  const auto associated = associated_data(place);
  std::string sealed(nonce_bytes + text.size() + tag_bytes, '\0');
  unsigned char* const nonce = bytes_of(sealed);
  randombytes_buf(nonce, nonce_bytes);
  const void* const untyped = text.data();
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      nonce + nonce_bytes, nullptr, static_cast<const unsigned char*>(untyped), text.size(),
      bytes_of(associated), associated.size(), nullptr, nonce, key.bytes.data());
  std::string stored = current_prefix();
  append_base64(stored, sealed);
  return stored;
}

Result<std::string> KeyRing::open(const SealedPlace& place, std::string_view stored) const {
  if (!stored.empty() && stored.front() == version_clear) return std::string(stored.substr(1));
  const auto dot = stored.find('.');
  if (stored.empty() || stored.front() != version_sealed || dot == std::string_view::npos) {
    return Error{
        ErrorCode::data_missing, "a stored value is of a form that this version does not know", {}};
  }
  const auto id = stored.substr(1, dot - 1);
  const Key* const key = find(id);
  if (!key) {
    return Error{ErrorCode::data_missing,
                 fmt::format("the data key {} is needed to read what it sealed; add it to "
                             "ASTRONOVA_DATA_KEYS, after the current one",
                             id),
                 {}};
  }
  const auto sealed = from_base64(stored.substr(dot + 1));
  if (sealed.size() < nonce_bytes + tag_bytes) return not_what_was_sealed(id);
  const auto associated = associated_data(place);
  std::string text(sealed.size() - nonce_bytes - tag_bytes, '\0');
  const unsigned char* const nonce = bytes_of(sealed);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          bytes_of(text), nullptr, nullptr, nonce + nonce_bytes, sealed.size() - nonce_bytes,
          bytes_of(associated), associated.size(), nonce, key->bytes.data()) != 0) {
    return not_what_was_sealed(id);
  }
  return text;
}

std::string KeyRing::current_prefix() const {
  if (keys_.empty()) return std::string(1, version_clear);
  return std::string(1, version_sealed).append(current()).append(1, '.');
}

}  // namespace astronova::storage
