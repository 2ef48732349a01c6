#pragma once

#include <string>
#include <vector>

namespace astronova::testing {

/// Runs Debian's `swetest` program, which computes with its own copy of the code and prints text,
/// and returns the numbers of each line of its answer. Lines that begin with "error" or "warning"
/// are left out. Fails the running test when the program cannot be run.
///   arguments  as the shell takes them, the ephemeris and -head are added
std::vector<std::vector<double>> swetest(const std::string& arguments);

}  // namespace astronova::testing
