#include "release/google/gcloud.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <fmt/format.h>

namespace astronova::release::google {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t complaint_bytes = 600;

Error unavailable(std::string detail) {
  return {ErrorCode::unavailable, std::move(detail), {}};
}

// The commands as people would write them.
std::string command_of(const CommandLine& line) {
  std::string text = "gcloud";
  for (std::size_t i = 1; i < line.words.size() && !line.words[i].starts_with("--"); ++i)
    text += " " + line.words[i];
  return text;
}

}  // namespace

CommandLine Gcloud::line(std::vector<std::string> words) const {
  words.insert(words.begin(), "gcloud");
  words.push_back("--project=" + project_);
  words.emplace_back("--quiet");
  return {.words = std::move(words)};
}

CommandLine Gcloud::ask(std::vector<std::string> words) const {
  auto asking = line(std::move(words));
  asking.words.emplace_back("--format=json");
  asking.deadline = 2min;
  return asking;
}

CommandLine Gcloud::change(std::vector<std::string> words, std::string input) const {
  auto changing = line(std::move(words));
  changing.input = std::move(input);
  changing.deadline = 1h;
  return changing;
}

CommandLine Gcloud::value(std::vector<std::string> words, std::string_view format) const {
  auto asking = line(std::move(words));
  asking.words.push_back(fmt::format("--format=value({})", format));
  asking.deadline = 2min;
  return asking;
}

std::string complaint_of(const ProgramResult& result) {
  auto text = result.errors.substr(0, 16 * complaint_bytes);
  // What comes before is progress.
  const auto error = text.find("ERROR:");
  if (error != std::string::npos) text.erase(0, error);
  while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
    text.pop_back();
  for (auto& c : text)
    if (c == '\n' || c == '\r') c = ' ';
  if (text.size() > complaint_bytes) text = text.substr(0, complaint_bytes) + "…";
  return text.empty() ? fmt::format("it ended with {} and said nothing", result.exit_status) : text;
}

Result<boost::json::value> answer_of(ProgramRunner& runner, const CommandLine& question) {
  const auto result = runner.run(question);
  if (!result) return result.error();
  if (result->exit_status != 0)
    return unavailable(fmt::format("{}: {}", command_of(question), complaint_of(*result)));
  boost::system::error_code wrong;
  auto json = boost::json::parse(result->output, wrong);
  if (wrong) return unavailable(fmt::format("{}: it prints no JSON", command_of(question)));
  return json;
}

std::string text_at(const boost::json::value& value, std::string_view pointer) {
  boost::system::error_code absent;
  const auto* const found = value.find_pointer(pointer, absent);
  if (!found || found->is_null()) return "";
  if (found->is_string()) return std::string(found->get_string());
  return boost::json::serialize(*found);
}

const boost::json::array* list_at(const boost::json::value& value, std::string_view pointer) {
  boost::system::error_code absent;
  const auto* const found = value.find_pointer(pointer, absent);
  return found ? found->if_array() : nullptr;
}

}  // namespace astronova::release::google
