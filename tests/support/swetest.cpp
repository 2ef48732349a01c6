#include "tests/support/swetest.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <gtest/gtest.h>

namespace astronova::testing {
namespace {

std::vector<double> numbers_in(const char* line) {
  std::vector<double> numbers;
  while (*line != '\0') {
    char* end = nullptr;
    const double number = std::strtod(line, &end);
    if (end == line) {
      ++line;
      continue;
    }
    numbers.push_back(number);
    line = end;
  }
  return numbers;
}

}  // namespace

std::vector<std::vector<double>> swetest(const std::string& arguments) {
  const std::string command =
      "swetest -head -g, -eswe -edir/usr/share/libswe/ephe " + arguments + " 2>/dev/null";
  struct Close {
    void operator()(FILE* pipe) const { pclose(pipe); }
  };
  const std::unique_ptr<FILE, Close> pipe{popen(command.c_str(), "r")};
  std::vector<std::vector<double>> rows;
  std::array<char, 4096> line{};
  while (pipe && std::fgets(line.data(), static_cast<int>(line.size()), pipe.get())) {
    const std::string_view text{line.data()};
    if (text.starts_with("error") || text.starts_with("warning")) continue;
    if (auto numbers = numbers_in(line.data()); !numbers.empty()) rows.push_back(numbers);
  }
  EXPECT_FALSE(rows.empty()) << "nothing came back from: " << command;
  return rows;
}

}  // namespace astronova::testing
