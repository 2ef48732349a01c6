#include "http/response_head.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace astronova::http {
namespace {

/// The lines that are the same in all answers of one second, from the end of the status line on.
struct CommonLines {
  std::time_t written_at = -1;
  std::size_t size = 0;
  std::array<char, 128> text{};
};

std::string_view common_lines() {
  constinit thread_local CommonLines lines;
  const std::time_t now = std::time(nullptr);
  if (now != lines.written_at) {
    const auto date = format_http_date(now);
    const auto written = fmt::format_to_n(lines.text.data(), lines.text.size(),
                                          "\r\nServer: AstroNova\r\nDate: {}\r\nConnection: ",
                                          std::string_view(date.data(), date.size()));
    lines.size = written.size;
    lines.written_at = now;
  }
  return {lines.text.data(), lines.size};
}

void append_number(std::string& out, std::size_t number) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

void append_line(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

/// The same for a value that a handler chose.
void append_header(std::string& out, std::string_view name, std::string_view value) {
  const std::size_t begin = out.size();
  append_line(out, name, value);
  if (std::ranges::none_of(value, is_control)) return;
  const auto at = out.begin() + static_cast<std::ptrdiff_t>(begin + name.size() + 2);
  std::replace_if(at, at + static_cast<std::ptrdiff_t>(value.size()), is_control, ' ');
}

void append_status(std::string& out, unsigned status) {
  if (status == 200) {
    out += "HTTP/1.1 200 OK";
    return;
  }
  out += "HTTP/1.1 ";
  append_number(out, status);
  out += ' ';
  out += reason_phrase(status);
}

void append_framing(std::string& out, const Response& response) {
  if (has_no_content(response.status)) return;
  if (response.framing == Framing::by_length) {
    out += "Content-Length: ";
    append_number(out, response.content().size());
    out += "\r\n";
  } else if (response.framing == Framing::chunked) {
    out += "Transfer-Encoding: chunked\r\n";
  }
}

void append_coding(std::string& out, Coding coding) {
  if (coding == Coding::not_negotiated) return;
  out += "Vary: Accept-Encoding\r\n";
  if (coding == Coding::gzip) out += "Content-Encoding: gzip\r\n";
}

}  // namespace

HttpDate format_http_date(std::time_t seconds) {
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  HttpDate date;
  fmt::format_to(std::back_inserter(date), "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                 days.at(static_cast<std::size_t>(utc.tm_wday)), utc.tm_mday,
                 months.at(static_cast<std::size_t>(utc.tm_mon)), utc.tm_year + 1900, utc.tm_hour,
                 utc.tm_min, utc.tm_sec);
  return date;
}

void append_response_head(std::string& out, const Request& request, const Response& response,
                          const Cors& cors, const SecurityHeaders& security, bool keep_alive,
                          std::string_view more_lines) {
  append_status(out, response.status);
  out += common_lines();
  // Said in both cases: clients of HTTP/1.0 do not take the connection to stay open otherwise.
  out += keep_alive ? "keep-alive\r\n" : "close\r\n";
  if (!response.content_type.empty()) append_header(out, "Content-Type", response.content_type);
  append_framing(out, response);
  append_line(out, "X-Request-Id", request.request_id);
  const bool is_page = !response.page_policy.empty();
  out += security.lines(is_page, request.is_over_tls);
  if (is_page) append_header(out, "Content-Security-Policy", response.page_policy);
  cors.append_headers(out, request);
  append_coding(out, response.coding);
  for (const auto& [name, value] : response.headers)
    append_header(out, name, value);
  out += more_lines;
  out += "\r\n";
}

}  // namespace astronova::http
