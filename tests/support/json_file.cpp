#include "tests/support/json_file.h"

#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace astronova::testing {

boost::json::value json_file(const std::string& path) {
  std::ifstream file{std::string{ASTRONOVA_SOURCE_DIR "/"} + path};
  if (!file) throw std::runtime_error("no file " + path);
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  return boost::json::parse(text);
}

std::string source_path(const std::string& path) {
  return std::string{ASTRONOVA_SOURCE_DIR "/"} + path;
}

}  // namespace astronova::testing
