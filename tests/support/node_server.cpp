#include "tests/support/node_server.h"

namespace astronova::testing {
namespace {

std::vector<std::string> command(const std::string& script,
                                 const std::vector<std::string>& arguments) {
  std::vector<std::string> words{ASTRONOVA_NODE, ASTRONOVA_SOURCE_DIR "/" + script};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return words;
}

}  // namespace

NodeServer::NodeServer(const std::string& script, const std::vector<std::string>& arguments)
    : process_(command(script, arguments)),
      port_(static_cast<std::uint16_t>(std::stoul(process_.read_line()))) {}

std::string NodeServer::address(const std::string& scheme) const {
  return scheme + "://127.0.0.1:" + std::to_string(port_);
}

}  // namespace astronova::testing
