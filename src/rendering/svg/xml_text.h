#pragma once

#include <string>
#include <string_view>

namespace astronova::rendering {

/// Text as XML 1.0 may carry it between tags: markup escaped, what is no UTF-8 or no character of
/// XML replaced by U+FFFD, and cut after `characters_max` characters.
std::string xml_text(std::string_view text, std::size_t characters_max);

}  // namespace astronova::rendering
