#include "app/web_address.h"

#include <CLI/CLI.hpp>

namespace astronova::app {

CLI::Validator web_address() {
  return {
      [](const std::string& text) -> std::string {
        const auto size = text.starts_with("https://") ? 8U : text.starts_with("http://") ? 7U : 0U;
        if (size > 0 && text.size() > size && text.find(' ') == std::string::npos) return {};
        return "an address that begins with http:// or https:// is wanted";
      },
      "ADDRESS"};
}

}  // namespace astronova::app
