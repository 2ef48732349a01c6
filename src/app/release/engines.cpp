#include "app/release/engines.h"

#include <fmt/format.h>

#include "release/local/local_engine.h"

namespace astronova::app {

EngineMaker read_engine(release::SettingsTable top, const std::string& name) {
  EngineMaker maker;
  const auto local = release::read_local_settings(top.table("local"));
  if (name == "local") {
    maker.make_engine = [local](auto& runner) { return release::make_local_engine(local, runner); };
  }
  if (!maker.make_engine) {
    top.table("service").refuse("engine", fmt::format("there is no engine '{}'", name),
                                "name an engine that there is");
  }
  return maker;
}

}  // namespace astronova::app
