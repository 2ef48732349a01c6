#include "places/zone_boundaries_file.h"

#include <stdexcept>

extern "C" const unsigned char astronova_zone_boundaries[];

namespace astronova::places {

namespace format = boundary_format;

ZoneBoundariesFile::ZoneBoundariesFile()
    : bytes_(astronova_zone_boundaries), header_(format::read<format::Header>(bytes_)) {
  if (header_.magic != format::magic || header_.version != format::version) {
    throw std::logic_error("data/zones/boundaries.bin is not of the format that is read");
  }
  read_names();
  read_lists();
}

const ZoneBoundariesFile& ZoneBoundariesFile::instance() {
  static const ZoneBoundariesFile file;
  return file;
}

void ZoneBoundariesFile::read_names() {
  names_.reserve(header_.names.count);
  const auto* text = reinterpret_cast<const char*>(begin(header_.names));
  while (names_.size() < header_.names.count) {
    names_.emplace_back(text);
    text += names_.back().size() + 1;
  }
}

void ZoneBoundariesFile::read_lists() {
  std::vector<std::size_t> ends;
  ends.reserve(header_.lists.count);
  for (std::uint32_t at = 0; ends.size() < header_.lists.count; ++at) {
    const std::uint32_t last = at + read_at<std::uint16_t>(header_.lists, at);
    while (at < last)
      members_.push_back(names_[read_at<std::uint16_t>(header_.lists, ++at)]);
    ends.push_back(members_.size());
  }
  lists_.reserve(ends.size());
  std::size_t start = 0;
  for (const std::size_t end : ends) {
    lists_.push_back(ZoneList(members_).subspan(start, end - start));
    start = end;
  }
}

}  // namespace astronova::places
