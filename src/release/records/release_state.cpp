#include "release/records/release_state.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <stdexcept>
#include <utility>

#include "release/records/durable_file.h"

namespace astronova::release {
namespace {

namespace json = boost::json;

constexpr int form = 1;
constexpr std::array<std::string_view, 6> step_names{"starting",  "testing",   "canary",
                                                     "promoting", "finishing", "rolling-back"};

json::object object_of(const Deployed& deployed) {
  json::object object{{"revision", deployed.revision},
                      {"version", deployed.artifact.version},
                      {"digest", deployed.artifact.digest},
                      {"location", deployed.artifact.location}};
  if (deployed.schema) {
    object["schemaNumber"] = deployed.schema->number;
    object["oldestCompatibleSchema"] = deployed.schema->oldest_compatible;
  }
  return object;
}

json::object object_of(const Undertaking& undertaking) {
  json::object object{{"id", undertaking.id},
                      {"by", undertaking.by},
                      {"began", format_rfc3339(undertaking.began)},
                      {"candidate", object_of(undertaking.candidate)},
                      {"step", json::string_view(name_of(undertaking.step))},
                      {"percent", undertaking.percent},
                      {"hasPassedTests", undertaking.has_passed_tests},
                      {"approvedPercent", undertaking.approved_percent},
                      {"waitsFor", undertaking.waits_for},
                      {"reason", undertaking.reason}};
  if (undertaking.stable) object["stable"] = object_of(*undertaking.stable);
  return object;
}

std::string text_at(const json::object& object, std::string_view key) {
  const auto& text = object.at(key).as_string();
  return {text.data(), text.size()};
}

int number_at(const json::object& object, std::string_view key) {
  return object.at(key).to_number<int>();
}

Deployed deployed_of(const json::value& value) {
  const auto& object = value.as_object();
  Deployed deployed{
      text_at(object, "revision"),
      {text_at(object, "version"), text_at(object, "digest"), text_at(object, "location")},
      std::nullopt};
  if (object.contains("schemaNumber")) {
    deployed.schema =
        Schema{number_at(object, "schemaNumber"), number_at(object, "oldestCompatibleSchema")};
  }
  return deployed;
}

Step step_named(const std::string& name) {
  const auto found = std::ranges::find(step_names, name);
  if (found == step_names.end()) throw std::invalid_argument("no such step");
  return static_cast<Step>(found - step_names.begin());
}

Undertaking undertaking_of(const json::object& object) {
  Undertaking undertaking;
  undertaking.id = text_at(object, "id");
  undertaking.by = text_at(object, "by");
  undertaking.began = parse_rfc3339(text_at(object, "began")).value();
  undertaking.candidate = deployed_of(object.at("candidate"));
  if (object.contains("stable")) undertaking.stable = deployed_of(object.at("stable"));
  undertaking.step = step_named(text_at(object, "step"));
  undertaking.percent = number_at(object, "percent");
  undertaking.has_passed_tests = object.at("hasPassedTests").as_bool();
  undertaking.approved_percent = number_at(object, "approvedPercent");
  undertaking.waits_for = number_at(object, "waitsFor");
  undertaking.reason = text_at(object, "reason");
  return undertaking;
}

ReleaseState state_of(const json::object& object) {
  if (number_at(object, "form") != form) throw std::invalid_argument("another form");
  ReleaseState state;
  state.last_number = number_at(object, "lastNumber");
  for (const auto& good : object.at("good").as_array())
    state.good.push_back(deployed_of(good));
  if (object.contains("underWay"))
    state.under_way = undertaking_of(object.at("underWay").as_object());
  return state;
}

}  // namespace

std::string_view name_of(Step step) {
  return step_names.at(static_cast<std::size_t>(step));
}

std::string json_of(const ReleaseState& state) {
  json::array good;
  for (const auto& deployed : state.good)
    good.push_back(object_of(deployed));
  json::object object{{"form", form}, {"lastNumber", state.last_number}, {"good", std::move(good)}};
  if (state.under_way) object["underWay"] = object_of(*state.under_way);
  return json::serialize(object);
}

Result<ReleaseState> read_release_state(std::string_view text) {
  try {
    return state_of(json::parse(json::string_view(text)).as_object());
  } catch (const std::exception&) {
    return Error{
        ErrorCode::malformed, "it is not the state of a release as this version writes it", {}};
  }
}

Result<ReleaseState> StateFile::load() {
  const auto text = read_file(path_);
  if (!text) return text.error();
  if (!*text) return ReleaseState{};
  auto state = read_release_state(**text);
  if (!state) return Error{ErrorCode::malformed, path_ + ": " + state.error().detail, {}};
  return state;
}

Result<void> StateFile::save(const ReleaseState& state) {
  return replace_file(path_, json_of(state) + "\n");
}

}  // namespace astronova::release
