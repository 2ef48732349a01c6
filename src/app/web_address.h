#pragma once

#include <CLI/App.hpp>

namespace astronova::app {

/// Of an option: it must be an address that begins with http:// or https://.
CLI::Validator web_address();

}  // namespace astronova::app
