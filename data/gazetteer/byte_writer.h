#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace astronova::data {

/// Bytes in the encodings of src/places/gazetteer/format.h.
class ByteWriter {
 public:
  /// The lowest `bytes` bytes, the lowest first.
  void number(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
      bytes_.push_back(static_cast<std::byte>(value & 0xffU));
      value >>= 8U;
    }
    if (value != 0) throw std::runtime_error("a number is too large for its field");
  }

  void varint(std::uint32_t value) {
    for (; value >= 0x80U; value >>= 7U) {
      bytes_.push_back(static_cast<std::byte>((value & 0x7fU) | 0x80U));
    }
    bytes_.push_back(static_cast<std::byte>(value));
  }

  void text(std::string_view text) {
    for (const char c : text)
      bytes_.push_back(static_cast<std::byte>(c));
  }

  /// One byte of length, then the text.
  void short_text(std::string_view text) {
    number(text.size(), 1);
    this->text(text);
  }

  void bytes(const std::vector<std::byte>& other) {
    bytes_.insert(bytes_.end(), other.begin(), other.end());
  }

  std::uint32_t size() const { return static_cast<std::uint32_t>(bytes_.size()); }
  std::vector<std::byte> take() { return std::move(bytes_); }

 private:
  std::vector<std::byte> bytes_;
};

/// u32 offsets, one more than texts, then the texts.
inline std::vector<std::byte> string_table(const std::vector<std::string>& texts) {
  ByteWriter table;
  auto offset = static_cast<std::uint32_t>((texts.size() + 1) * sizeof(std::uint32_t));
  for (const auto& text : texts) {
    table.number(offset, 4);
    offset += static_cast<std::uint32_t>(text.size());
  }
  table.number(offset, 4);
  for (const auto& text : texts)
    table.text(text);
  return table.take();
}

}  // namespace astronova::data
