#include "app/release/engines.h"

#include <fmt/format.h>

namespace astronova::app {

EngineMaker read_engine(release::SettingsTable top, const std::string& name) {
  EngineMaker maker;
  if (!maker.make_engine) {
    top.table("service").refuse("engine", fmt::format("there is no engine '{}'", name),
                                "name an engine that there is");
  }
  return maker;
}

}  // namespace astronova::app
