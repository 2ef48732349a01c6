#include "app/release/engines.h"

#include <utility>

#include <fmt/format.h>

#include "app/release/cloudrun_maker.h"
#include "release/local/local_engine.h"

namespace astronova::app {

EngineMaker read_engine(release::SettingsTable top, const release::ServiceSettings& service,
                        const std::string& folder) {
  const auto& name = service.engine;
  EngineMaker maker;
  const auto local = release::read_local_settings(top.table("local"), service.state);
  if (name == "local") {
    maker.make_engine = [local](auto& runner) { return release::make_local_engine(local, runner); };
  }
  auto cloudrun = read_cloudrun(top.table("cloudrun"), folder, name == "cloudrun");
  if (name == "cloudrun") maker = std::move(cloudrun);
  if (!maker.make_engine) {
    top.table("service").refuse("engine", fmt::format("there is no engine '{}'", name),
                                "name an engine that there is");
  }
  return maker;
}

}  // namespace astronova::app
