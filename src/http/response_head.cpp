#include "http/response_head.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

namespace astronova::http {
namespace {

/// The date of this second, written once a second and thread.
std::string_view current_date() {
  thread_local std::time_t written_at = -1;
  thread_local std::string date;
  const std::time_t now = std::time(nullptr);
  if (now != written_at) {
    date = format_http_date(now);
    written_at = now;
  }
  return date;
}

void append_number(std::string& out, std::size_t number) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  for (const char c : value) {
    const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    out += is_control ? ' ' : c;
  }
  out += "\r\n";
}

bool has_no_content(unsigned status) {
  return status < 200 || status == 204 || status == 304;
}

}  // namespace

std::string format_http_date(std::time_t seconds) {
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     days.at(static_cast<std::size_t>(utc.tm_wday)), utc.tm_mday,
                     months.at(static_cast<std::size_t>(utc.tm_mon)), utc.tm_year + 1900,
                     utc.tm_hour, utc.tm_min, utc.tm_sec);
}

void append_response_head(std::string& out, const Request& request, const Response& response,
                          const Cors& cors, bool keep_alive) {
  out += "HTTP/1.1 ";
  append_number(out, response.status);
  out += ' ';
  out += reason_phrase(response.status);
  out += "\r\nServer: AstroNova\r\nDate: ";
  out += current_date();
  // Said in both cases: clients of HTTP/1.0 do not take the connection to stay open otherwise.
  out += keep_alive ? "\r\nConnection: keep-alive\r\n" : "\r\nConnection: close\r\n";
  if (!response.content_type.empty()) append_header(out, "Content-Type", response.content_type);
  if (!has_no_content(response.status)) {
    out += "Content-Length: ";
    append_number(out, response.content().size());
    out += "\r\n";
  }
  append_header(out, "X-Request-Id", request.request_id);
  out += "X-Content-Type-Options: nosniff\r\n";
  cors.append_headers(out, request);
  for (const auto& [name, value] : response.headers)
    append_header(out, name, value);
  out += "\r\n";
}

}  // namespace astronova::http
