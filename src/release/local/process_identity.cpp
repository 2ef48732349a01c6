#include "release/local/process_identity.h"

#include <boost/json.hpp>
#include <charconv>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace astronova::release::local {
namespace {

namespace json = boost::json;

// Files of /proc have no size before they are read.
std::string content_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string this_boot() {
  auto text = content_of("/proc/sys/kernel/random/boot_id");
  while (text.ends_with('\n'))
    text.pop_back();
  return text;
}

}  // namespace

std::optional<std::uint64_t> started_in(std::string_view stat) {
  // The name, in parentheses, may hold anything; from the state on there is one word a field, and
  // the start is the 22nd (proc(5)).
  const auto name_end = stat.rfind(')');
  if (name_end == std::string_view::npos) return std::nullopt;
  stat.remove_prefix(name_end + 1);
  constexpr int state_field = 3;
  constexpr int start_field = 22;
  for (int field = state_field;; ++field) {
    const auto begin = stat.find_first_not_of(" \n");
    if (begin == std::string_view::npos) return std::nullopt;
    stat.remove_prefix(begin);
    const auto word = stat.substr(0, stat.find_first_of(" \n"));
    if (field == state_field && (word == "Z" || word == "X")) return std::nullopt;
    if (field == start_field) {
      std::uint64_t ticks = 0;
      const auto [at, failure] = std::from_chars(word.data(), word.data() + word.size(), ticks);
      return failure == std::errc{} ? std::optional(ticks) : std::nullopt;
    }
    stat.remove_prefix(word.size());
  }
}

std::optional<ProcessIdentity> process_with(pid_t id) {
  const auto started = started_in(content_of(fmt::format("/proc/{}/stat", id)));
  if (!started) return std::nullopt;
  return ProcessIdentity{id, *started, this_boot()};
}

std::string text_of(const ProcessIdentity& process) {
  return json::serialize(json::object{
             {"pid", process.id}, {"started", process.started}, {"boot", process.boot}}) +
         "\n";
}

std::optional<ProcessIdentity> read_process(std::string_view text) {
  try {
    const auto value = json::parse(json::string_view(text.data(), text.size()));
    ProcessIdentity process;
    process.id = json::value_to<pid_t>(value.at("pid"));
    process.started = json::value_to<std::uint64_t>(value.at("started"));
    process.boot = json::value_to<std::string>(value.at("boot"));
    if (process.id > 1) return process;
  } catch (const std::exception&) {
  }
  return std::nullopt;
}

}  // namespace astronova::release::local
