#include "places/tzif_footer.h"

#include <fstream>
#include <iterator>

namespace astronova::places {

std::string tzif_footer(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  constexpr std::size_t version_at = 4;
  const bool has_footer =
      bytes.starts_with("TZif") && bytes.size() > version_at && bytes[version_at] >= '2';
  if (!has_footer || bytes.back() != '\n') return {};
  // The string itself holds no line break, so the last two enclose it.
  const auto opening = bytes.rfind('\n', bytes.size() - 2);
  if (opening == std::string::npos) return {};
  return bytes.substr(opening + 1, bytes.size() - opening - 2);
}

}  // namespace astronova::places
