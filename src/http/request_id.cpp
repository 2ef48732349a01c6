#include "http/request_id.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <random>

namespace astronova::http {
namespace {

bool is_id_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

constexpr std::array<std::array<char, 2>, 256> make_hexadecimal_pairs() {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<std::array<char, 2>, 256> pairs{};
  for (std::size_t byte = 0; byte < 256; ++byte)
    pairs[byte] = {digits[byte / 16], digits[byte % 16]};
  return pairs;
}

constexpr auto hexadecimal_pairs = make_hexadecimal_pairs();

std::mt19937_64 seeded_generator() {
  std::random_device device;
  std::seed_seq seed{device(), device(), device(), device()};
  return std::mt19937_64(seed);
}

}  // namespace

bool is_request_id(std::string_view text) {
  return text.size() >= 8 && text.size() <= 64 && std::ranges::all_of(text, is_id_character);
}

void make_request_id(std::string& id) {
  thread_local std::mt19937_64 generator = seeded_generator();
  id.resize(32);
  char* place = id.data();
  for (int half = 0; half < 2; ++half) {
    std::uint64_t bits = generator();
    for (int byte = 0; byte < 8; ++byte, bits >>= 8, place += 2)
      std::memcpy(place, hexadecimal_pairs[bits & 255].data(), 2);
  }
}

}  // namespace astronova::http
