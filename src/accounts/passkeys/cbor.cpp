#include "accounts/passkeys/cbor.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include <cbor.h>

#include "accounts/digest.h"

namespace astronova::accounts {
namespace {

constexpr int depth_max = 6;
constexpr int items_max = 512;

enum class Head : std::uint8_t { refused, integer, bytes, text, array, map, boolean, nothing };

// What libcbor found at one place: a whole value, or the beginning of an array or a map.
struct Token {
  Head head = Head::refused;
  std::int64_t integer = 0;
  std::uint64_t count = 0;
  std::string_view content{};
  bool truth = false;
};

Token& token_of(void* context) {
  return *static_cast<Token*>(context);
}

void set_unsigned(void* context, std::uint64_t value) {
  if (value > std::numeric_limits<std::int64_t>::max()) return;
  token_of(context) = {.head = Head::integer, .integer = static_cast<std::int64_t>(value)};
}

// CBOR has the number -1 - value.
void set_negative(void* context, std::uint64_t value) {
  if (value > std::numeric_limits<std::int64_t>::max()) return;
  token_of(context) = {.head = Head::integer, .integer = -1 - static_cast<std::int64_t>(value)};
}

std::string_view view_of(cbor_data bytes, std::uint64_t size) {
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

// Whatever is not named here is refused, as the token stays what it was.
const cbor_callbacks& callbacks() {
  static const cbor_callbacks table = [] {
    cbor_callbacks made = cbor_empty_callbacks;
    made.uint8 = [](void* context, std::uint8_t value) { set_unsigned(context, value); };
    made.uint16 = [](void* context, std::uint16_t value) { set_unsigned(context, value); };
    made.uint32 = [](void* context, std::uint32_t value) { set_unsigned(context, value); };
    made.uint64 = [](void* context, std::uint64_t value) { set_unsigned(context, value); };
    made.negint8 = [](void* context, std::uint8_t value) { set_negative(context, value); };
    made.negint16 = [](void* context, std::uint16_t value) { set_negative(context, value); };
    made.negint32 = [](void* context, std::uint32_t value) { set_negative(context, value); };
    made.negint64 = [](void* context, std::uint64_t value) { set_negative(context, value); };
    made.byte_string = [](void* context, cbor_data bytes, auto size) {
      token_of(context) = {.head = Head::bytes, .content = view_of(bytes, size)};
    };
    made.string = [](void* context, cbor_data bytes, auto size) {
      token_of(context) = {.head = Head::text, .content = view_of(bytes, size)};
    };
    made.array_start = [](void* context, auto count) {
      token_of(context) = {.head = Head::array, .count = count};
    };
    made.map_start = [](void* context, auto count) {
      token_of(context) = {.head = Head::map, .count = count};
    };
    made.boolean = [](void* context, bool truth) {
      token_of(context) = {.head = Head::boolean, .truth = truth};
    };
    made.null = [](void* context) { token_of(context) = {.head = Head::nothing}; };
    made.undefined = made.null;
    return made;
  }();
  return table;
}

class Reader {
 public:
  explicit Reader(std::string_view& bytes) : bytes_(bytes) {}

  std::optional<CborValue> value(int depth) {
    if (depth > depth_max || ++items_ > items_max) return std::nullopt;
    const auto token = next();
    switch (token.head) {
      case Head::refused:
        return std::nullopt;
      case Head::integer:
        return CborValue{token.integer};
      case Head::bytes:
        return CborValue{CborBytes{token.content}};
      case Head::text:
        return CborValue{CborText{token.content}};
      case Head::boolean:
        return CborValue{token.truth};
      case Head::nothing:
        return CborValue{};
      case Head::array:
        return array(token.count, depth);
      case Head::map:
        return map(token.count, depth);
    }
    return std::nullopt;
  }

 private:
  Token next() {
    Token token;
    const auto source = bytes_of(bytes_);
    const auto result = cbor_stream_decode(source.data(), source.size(), &callbacks(), &token);
    if (result.status != CBOR_DECODER_FINISHED) return {};
    bytes_.remove_prefix(result.read);
    return token;
  }

  std::optional<CborValue> array(std::uint64_t count, int depth) {
    CborArray items;
    for (std::uint64_t i = 0; i < count; ++i) {
      auto item = value(depth + 1);
      if (!item) return std::nullopt;
      items.push_back(std::move(*item));
    }
    return CborValue{std::move(items)};
  }

  std::optional<CborValue> map(std::uint64_t count, int depth) {
    std::vector<CborMember> members;
    for (std::uint64_t i = 0; i < count; ++i) {
      auto key = value(depth + 1);
      if (!key || !is_new_key(members, *key)) return std::nullopt;
      auto member = value(depth + 1);
      if (!member) return std::nullopt;
      members.push_back({std::move(*key), std::move(*member)});
    }
    return CborValue{CborMap(std::move(members))};
  }

  static bool is_new_key(const std::vector<CborMember>& members, const CborValue& key) {
    const auto* integer = std::get_if<std::int64_t>(&key.value);
    const auto* text = std::get_if<CborText>(&key.value);
    if (integer == nullptr && text == nullptr) return false;
    return std::ranges::none_of(members, [&](const auto& member) {
      const auto* other_integer = std::get_if<std::int64_t>(&member.key.value);
      const auto* other_text = std::get_if<CborText>(&member.key.value);
      if (integer != nullptr) return other_integer != nullptr && *other_integer == *integer;
      return other_text != nullptr && other_text->text == text->text;
    });
  }

  std::string_view& bytes_;
  int items_ = 0;
};

template <class Kind>
const Kind* kind(const CborValue* value) {
  return value == nullptr ? nullptr : std::get_if<Kind>(&value->value);
}

}  // namespace

CborMap::CborMap(std::vector<CborMember> members) : members_(std::move(members)) {}
CborMap::CborMap(const CborMap& other) = default;
CborMap::CborMap(CborMap&& other) noexcept = default;
CborMap& CborMap::operator=(const CborMap& other) = default;
CborMap& CborMap::operator=(CborMap&& other) noexcept = default;
CborMap::~CborMap() = default;

bool CborMap::empty() const {
  return members_.empty();
}

const CborValue* CborMap::find(std::int64_t key) const {
  for (const auto& [known, value] : members_)
    if (const auto* integer = std::get_if<std::int64_t>(&known.value); integer && *integer == key)
      return &value;
  return nullptr;
}

const CborValue* CborMap::find(std::string_view key) const {
  for (const auto& [known, value] : members_)
    if (const auto* text = std::get_if<CborText>(&known.value); text && text->text == key)
      return &value;
  return nullptr;
}

const std::int64_t* CborMap::integer(std::int64_t key) const {
  return kind<std::int64_t>(find(key));
}
const CborBytes* CborMap::bytes(std::int64_t key) const {
  return kind<CborBytes>(find(key));
}
const std::int64_t* CborMap::integer(std::string_view key) const {
  return kind<std::int64_t>(find(key));
}
const CborBytes* CborMap::bytes(std::string_view key) const {
  return kind<CborBytes>(find(key));
}
const CborText* CborMap::text(std::string_view key) const {
  return kind<CborText>(find(key));
}
const CborArray* CborMap::array(std::string_view key) const {
  return kind<CborArray>(find(key));
}
const CborMap* CborMap::map(std::string_view key) const {
  return kind<CborMap>(find(key));
}

Result<CborValue> take_cbor(std::string_view& bytes) {
  auto value = Reader(bytes).value(1);
  if (!value) return Error{ErrorCode::malformed, "It is no CBOR as WebAuthn uses it", {}};
  return std::move(*value);
}

}  // namespace astronova::accounts
