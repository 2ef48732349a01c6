#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace astronova::release::local {

/// A place for one server: a port of 127.0.0.1, and the server of that name in HAProxy's backend.
enum class Slot : std::uint8_t { blue, green };

inline constexpr std::array<Slot, 2> slots{Slot::blue, Slot::green};

constexpr std::string_view name_of(Slot slot) {
  return slot == Slot::blue ? "blue" : "green";
}

constexpr Slot other_than(Slot slot) {
  return slot == Slot::blue ? Slot::green : Slot::blue;
}

constexpr std::size_t index_of(Slot slot) {
  return slot == Slot::blue ? 0 : 1;
}

}  // namespace astronova::release::local
