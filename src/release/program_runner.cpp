#include "release/program_runner.h"

#include <algorithm>

namespace astronova::release {
namespace {

bool needs_no_quotes(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_./:=,@%+").find(c) != std::string_view::npos;
}

// POSIX shells take everything between single quotes as it stands but the quote itself.
std::string quoted(const std::string& word) {
  if (!word.empty() && std::ranges::all_of(word, needs_no_quotes)) return word;
  std::string text = "'";
  for (const char c : word) {
    if (c == '\'') {
      text += "'\\''";
    } else {
      text += c;
    }
  }
  return text + "'";
}

}  // namespace

std::string shell_line(const CommandLine& command) {
  std::string line;
  for (const auto& [name, value] : command.environment)
    line += name + "=" + quoted(value) + " ";
  for (const auto& word : command.words)
    line += quoted(word) + " ";
  if (!line.empty()) line.pop_back();
  return line;
}

}  // namespace astronova::release
