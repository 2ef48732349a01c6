#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "places/zone_boundaries_format.h"

namespace astronova::places {

/// data/zones/boundaries.bin, which is part of the program. Places in it are not checked: the file
/// was when it was built. Threads: any.
class ZoneBoundariesFile {
 public:
  using ZoneList = std::span<const std::string_view>;

  static const ZoneBoundariesFile& instance();

  ZoneBoundariesFile(const ZoneBoundariesFile&) = delete;
  ZoneBoundariesFile& operator=(const ZoneBoundariesFile&) = delete;

  std::string_view source() const { return header_.source.data(); }
  ZoneList names() const { return names_; }
  ZoneList list(std::uint32_t number) const { return lists_[number]; }

  std::uint32_t nodes() const { return header_.nodes.count; }
  std::uint32_t cells() const { return header_.cells.count; }

  std::uint16_t node(std::uint32_t number, std::uint32_t quarter) const {
    return read_at<std::uint16_t>(header_.nodes, number * 4 + quarter);
  }

  std::uint16_t palette(std::uint32_t place) const {
    return read_at<std::uint16_t>(header_.palettes, place);
  }

  const unsigned char* cell(std::uint32_t number) const {
    return begin(header_.borders) + read_at<std::uint32_t>(header_.cells, number);
  }

 private:
  ZoneBoundariesFile();

  const unsigned char* begin(boundary_format::Section section) const {
    return bytes_ + section.offset;
  }

  template <class Value>
  Value read_at(boundary_format::Section section, std::uint32_t place) const {
    return boundary_format::read<Value>(begin(section) + sizeof(Value) * place);
  }

  void read_names();
  void read_lists();

  const unsigned char* bytes_;
  boundary_format::Header header_;
  std::vector<std::string_view> names_;
  std::vector<std::string_view> members_;
  std::vector<ZoneList> lists_;
};

}  // namespace astronova::places
