#pragma once

#include <functional>
#include <memory>

#include "base/result.h"
#include "release/engine.h"
#include "release/figures.h"
#include "release/program_runner.h"
#include "release/releaser/release_settings.h"
#include "release/settings_reader.h"

namespace astronova::clients {
class HttpClient;
}

namespace astronova::app {

/// The engines' own tables of infra/release.toml, read before it is known to be without mistakes,
/// and what makes of them the engine that is wanted.
struct EngineMaker {
  std::function<std::unique_ptr<release::Engine>(release::ProgramRunner& runner)> make_engine{};
  /// For figures = "engine"; none where the engine has no source of its own.
  std::function<std::unique_ptr<release::FigureSource>(release::ProgramRunner& runner,
                                                       clients::HttpClient& http)>
      make_figures{};
};

/// Reads all of them, since mistakes are told at once, and returns that of the service. `folder` is
/// that of the file, with its slash, from which paths in it start.
EngineMaker read_engine(release::SettingsTable top, const release::ServiceSettings& service,
                        const std::string& folder);

}  // namespace astronova::app
