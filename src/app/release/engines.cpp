#include "app/release/engines.h"

#include <utility>

#include <fmt/format.h>

#include "app/release/cloudrun_maker.h"

namespace astronova::app {

EngineMaker read_engine(release::SettingsTable top, const std::string& name,
                        const std::string& folder) {
  EngineMaker maker;
  auto cloudrun = read_cloudrun(top.table("cloudrun"), folder, name == "cloudrun");
  if (name == "cloudrun") maker = std::move(cloudrun);
  if (!maker.make_engine) {
    top.table("service").refuse("engine", fmt::format("there is no engine '{}'", name),
                                "name an engine that there is");
  }
  return maker;
}

}  // namespace astronova::app
