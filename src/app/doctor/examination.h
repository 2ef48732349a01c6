#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace astronova::app {

/// What the doctor thinks of one thing that the server depends on.
enum class Verdict : std::uint8_t {
  ok,
  off,   ///< it is not configured, so it was not looked at
  warn,  ///< the server runs, but an operator should know
  fail,  ///< the server does not start, or does not do what it was configured for
};

/// "ok", "off", "warn", "fail"
std::string_view name_of(Verdict verdict);

/// What was found. No secret is in it.
struct Diagnosis {
  Verdict verdict = Verdict::ok;
  std::string detail{};
  std::string fix{};  ///< how to mend it; empty where there is nothing to mend
};

inline Diagnosis well(std::string detail) {
  return {Verdict::ok, std::move(detail), {}};
}
inline Diagnosis off(std::string detail) {
  return {Verdict::off, std::move(detail), {}};
}
inline Diagnosis warning(std::string detail, std::string fix) {
  return {Verdict::warn, std::move(detail), std::move(fix)};
}
inline Diagnosis failure(std::string detail, std::string fix) {
  return {Verdict::fail, std::move(detail), std::move(fix)};
}

/// One thing to look at. Nothing is changed by it.
struct Examination {
  std::string name;
  /// Runs on a thread of its own; what it uses is its own, since nobody waits for one that is late.
  std::function<Diagnosis()> examine;
};

struct Row {
  std::string name;
  Diagnosis diagnosis{};
};

/// What came of all of them, in their order. Those that were late still run: the process has to be
/// ended by std::_Exit.
struct Report {
  std::vector<Row> rows{};
};

/// Runs all at once. Who has not answered within the time has failed.
Report run(std::vector<Examination> examinations, std::chrono::milliseconds within);

/// The worst verdict of all rows; off counts as ok.
Verdict worst_of(const std::vector<Row>& rows);

/// A row a line, with the fix below it where there is one.
std::string table_of(const std::vector<Row>& rows);
/// {"status": "ok", "checks": [{"name", "state", "detail", "fix"}]}; "fix" only where there is one.
std::string json_of(const std::vector<Row>& rows);

}  // namespace astronova::app
