#include <iterator>

#include <fmt/format.h>

#include "telemetry/log/lines.h"

namespace astronova::telemetry {
namespace {

constexpr std::size_t text_bytes_max = 4096;

// "10:30:00.123 WARNING "
void put_beginning(std::string& out, Severity severity, Instant time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const auto milliseconds = (time - day) / std::chrono::milliseconds(1);
  fmt::format_to(std::back_inserter(out), "{:02}:{:02}:{:02}.{:03} ", milliseconds / 3'600'000,
                 milliseconds / 60'000 % 60, milliseconds / 1000 % 60, milliseconds % 1000);
  if (severity == Severity::info) return;
  out += name_of(severity);
  out += ' ';
}

// One line, whatever is in it, and nothing that a terminal would obey.
void put_one_line(std::string& out, std::string_view text) {
  for (const char c : text.substr(0, text_bytes_max))
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
}

}  // namespace

void TextLines::put(std::string& out, const LogEvent& event, Instant time,
                    const TraceContext& /*trace*/) const {
  put_beginning(out, event.severity, time);
  put_one_line(out, event.message);
  for (const auto& [name, value] : event.context) {
    fmt::format_to(std::back_inserter(out), " {}=", name);
    put_one_line(out, value);
  }
}

void TextLines::put(std::string& out, const ApiCall& call) const {
  put_beginning(out, call.severity, call.time);
  fmt::format_to(std::back_inserter(out), "{} {} {} {:.3f} ms {} bytes", call.method, call.endpoint,
                 call.status, std::chrono::duration<double, std::milli>(call.took).count(),
                 call.response_bytes);
  if (call.is_cut) out += " cut";
  if (call.is_refused) out += " refused";
  if (!call.user_id.empty()) fmt::format_to(std::back_inserter(out), " user {}", call.user_id);
  fmt::format_to(std::back_inserter(out), " request {}", call.request_id);
}

}  // namespace astronova::telemetry
