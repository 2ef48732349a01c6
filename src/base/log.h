#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace astronova {

/// How much an event matters, by the names of Cloud Logging's LogSeverity.
enum class Severity : std::uint8_t { debug, info, notice, warning, error, critical };

/// "DEBUG", "INFO" ...
std::string_view name_of(Severity severity);

/// Something that an operator may want to know. Nothing in it is personal or secret: no name, birth
/// data, message, token, key or address of a person. What was thrown or answered elsewhere goes in
/// only where it is known to quote none of these.
struct LogEvent {
  Severity severity = Severity::info;
  std::string_view event;  ///< what kind it is, for machines; snake_case, of static lifetime
  std::string message;     ///< what happened, for people: one line
  /// Further members by name, each a text.
  std::vector<std::pair<std::string_view, std::string>> fields{};
  /// Of an error: where it happened, such as the `endpoint`; members of a member `context`.
  std::vector<std::pair<std::string_view, std::string>> context{};
};

/// Where events go.
///
/// Threads: all may write at once.
class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void write(const LogEvent& event) noexcept = 0;
};

/// Sends an event to the sink of the process. Before one is set, events from `notice` on go to
/// stderr, a line each: "note:  the message".
/// threads  any; waits for no more than the sink does
void log(const LogEvent& event) noexcept;

/// Sets the sink of the process, none for stderr; returns the one before. It must outlive its use,
/// so that it is set before other threads begin, and taken back after they have ended.
LogSink* set_log_sink(LogSink* sink);

}  // namespace astronova
