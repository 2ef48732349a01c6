// `astronova chart NAME`: what a route of api/techniques.h answers, from flags.

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <deque>

#include <fmt/format.h>

#include "api/techniques.h"
#include "app/birth_flags.h"
#include "app/commands.h"
#include "app/configuration.h"

namespace astronova::app {
namespace {

namespace json = boost::json;
using Kind = api::TechniqueFlag::Kind;

struct GivenFlags {
  explicit GivenFlags(const api::Technique& what)
      : technique(what), births(what.births.size()), values(what.flags.size()) {}

  api::Technique technique;
  std::deque<BirthFlags> births;
  std::deque<std::vector<std::string>> values;  // of the technique's flags, empty where not given
  EphemerisConfiguration ephemeris{};
};

void declare_flag(CLI::App& command, const api::TechniqueFlag& flag,
                  std::vector<std::string>& values) {
  const std::string name{flag.flag};
  const std::string help{flag.help};
  if (flag.kind == Kind::boolean) {
    command.add_flag_callback(
        name, [&values] { values.assign({"true"}); }, help);
    return;
  }
  auto* option = command.add_option(name, values, help);
  if (flag.kind == Kind::texts || flag.kind == Kind::integers) {
    option->delimiter(',');
    if (flag.kind == Kind::integers) option->check(CLI::TypeValidator<std::int64_t>("INT"));
  } else {
    option->expected(1);
    if (flag.kind == Kind::number) option->check(CLI::Number);
    if (flag.kind == Kind::integer) option->check(CLI::TypeValidator<std::int64_t>("INT"));
  }
}

json::value value_of(Kind kind, const std::vector<std::string>& given) {
  switch (kind) {
    case Kind::texts:
      return json::array(given.begin(), given.end());
    case Kind::integers: {
      json::array numbers;
      for (const auto& one : given)
        numbers.emplace_back(std::int64_t{std::stoll(one)});
      return numbers;
    }
    case Kind::number:
      return std::stod(given.front());
    case Kind::integer:
      return std::stoll(given.front());
    case Kind::boolean:
      return true;
    case Kind::text:
      break;
  }
  return json::string(given.front());
}

// Sets what a pointer names; objects on the way are made.
void set_at(json::object& whole, std::string_view pointer, json::value value) {
  auto* object = &whole;
  for (auto rest = pointer.substr(1);;) {
    const auto end = rest.find('/');
    const json::string_view name{rest.data(), std::min(end, rest.size())};
    if (end == std::string_view::npos) {
      (*object)[name] = std::move(value);
      return;
    }
    auto& member = (*object)[name];
    if (!member.is_object()) member.emplace_object();
    object = &member.get_object();
    rest.remove_prefix(end + 1);
  }
}

json::object request_of(const GivenFlags& given) {
  json::object request;
  const auto& technique = given.technique;
  for (std::size_t i = 0; i < technique.births.size(); ++i)
    set_at(request, technique.births[i].pointer, birth_members(given.births[i]));
  for (std::size_t i = 0; i < technique.flags.size(); ++i) {
    const auto& [flag, pointer, kind, help] = technique.flags[i];
    if (!given.values[i].empty()) set_at(request, pointer, value_of(kind, given.values[i]));
  }
  return request;
}

FlagsByPointer flags_of(const api::Technique& technique) {
  FlagsByPointer flags;
  for (const auto& birth : technique.births)
    flags.merge(birth_flags_by_pointer(std::string{birth.pointer}, std::string{birth.prefix}));
  for (const auto& flag : technique.flags)
    flags.emplace(flag.pointer, flag.flag);
  return flags;
}

int print_answer(const GivenFlags& given) {
  const auto ephemeris = open_ephemeris(given.ephemeris);
  if (!ephemeris) return exit_failed;
  const SystemClock clock;
  std::string text;
  const auto done =
      given.technique.answer(json::value(request_of(given)), {*ephemeris, clock}, text);
  if (!done) return report_error(done.error(), flags_of(given.technique));
  fmt::print("{}\n", text);
  return exit_done;
}

}  // namespace

void add_technique_commands(CLI::App& chart, int& status) {
  for (const auto& technique : api::techniques()) {
    auto* command =
        chart.add_subcommand(std::string{technique.verb}, std::string{technique.summary});
    const auto given = std::make_shared<GivenFlags>(technique);
    for (std::size_t i = 0; i < technique.births.size(); ++i)
      declare(*command, given->births[i], std::string{technique.births[i].prefix});
    for (std::size_t i = 0; i < technique.flags.size(); ++i)
      declare_flag(*command, technique.flags[i], given->values[i]);
    declare(*command, given->ephemeris);
    command->callback([given, &status] { status = print_answer(*given); });
  }
}

}  // namespace astronova::app
