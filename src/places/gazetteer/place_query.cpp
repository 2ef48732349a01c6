#include "places/gazetteer/place_query.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.h"
#include "places/gazetteer/fold.h"

namespace astronova::places::gazetteer {

Result<PlaceQuery> read_place_query(std::string_view text) {
  if (!is_valid_utf8(text)) {
    return invalid_field("", "the name of a place must be well-formed UTF-8");
  }
  if (text.size() > place_query_max) {
    return invalid_field("", fmt::format("the name of a place has at most {} bytes, this has {}",
                                         place_query_max, text.size()));
  }
  PlaceQuery query;
  while (true) {
    const auto end = std::min(text.find(','), text.size());
    auto part = fold(text.substr(0, end));
    if (query.name.empty()) {
      query.name = std::move(part);
    } else if (!part.empty()) {
      query.regions.push_back(std::move(part));
    }
    if (end == text.size()) break;
    text.remove_prefix(end + 1);
  }
  if (query.name.empty()) {
    return invalid_field("", "must name a place, such as \"Paris\" or \"Paris, Texas\"");
  }
  return query;
}

}  // namespace astronova::places::gazetteer
