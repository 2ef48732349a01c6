#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/child_process.h"

namespace astronova::testing {

/// A server written for Node.js that prints its port as its first line.
class NodeServer {
 public:
  /// script  its path from the top of the repository
  explicit NodeServer(const std::string& script, const std::vector<std::string>& arguments = {});

  std::uint16_t port() const { return port_; }
  /// What it prints next, after the port.
  std::string read_line() { return process_.read_line(); }
  /// Has it end by itself, where it has more to end than itself.
  void end() { process_.end(); }
  /// "http://127.0.0.1:PORT"
  std::string address(const std::string& scheme = "http") const;

 private:
  ChildProcess process_;
  std::uint16_t port_;
};

}  // namespace astronova::testing
