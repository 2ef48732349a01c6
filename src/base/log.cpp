#include "base/log.h"

#include <atomic>
#include <cstdio>

namespace astronova {
namespace {

std::atomic<LogSink*> sink_of_the_process = nullptr;

void write_to_stderr(const LogEvent& event) {
  if (event.severity < Severity::notice) return;
  const char* const kind = event.severity >= Severity::error ? "error: " : "note:  ";
  std::fprintf(stderr, "%s%s\n", kind, event.message.c_str());
}

}  // namespace

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::debug:
      return "DEBUG";
    case Severity::info:
      return "INFO";
    case Severity::notice:
      return "NOTICE";
    case Severity::warning:
      return "WARNING";
    case Severity::error:
      return "ERROR";
    case Severity::critical:
      break;
  }
  return "CRITICAL";
}

void log(const LogEvent& event) noexcept {
  if (auto* const sink = sink_of_the_process.load()) return sink->write(event);
  write_to_stderr(event);
}

LogSink* set_log_sink(LogSink* sink) {
  return sink_of_the_process.exchange(sink);
}

}  // namespace astronova
