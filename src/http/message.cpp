#include "http/message.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>

#include "http/target.h"

namespace astronova::http {
namespace {

constexpr std::array<std::string_view, method_count> method_names{
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

constexpr std::array<std::pair<unsigned, std::string_view>, 34> reasons{{
    {100, "Continue"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
}};

/// More parameters than these are rare: their memory is not kept.
constexpr std::size_t spare_pairs_max = 16;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::string_view name_of(Method method) {
  return method_names.at(static_cast<std::size_t>(method));
}

std::optional<Method> method_named(std::string_view name) {
  const auto found = std::ranges::find(method_names, name);
  if (found == method_names.end()) return std::nullopt;
  return static_cast<Method>(found - method_names.begin());
}

std::string_view reason_phrase(unsigned status) {
  const auto found = std::ranges::find(reasons, status, &decltype(reasons)::value_type::first);
  return found == reasons.end() ? "Unknown" : found->second;
}

bool has_no_content(unsigned status) {
  return status < 200 || status == 204 || status == 304;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::ranges::equal(a, b, [](char x, char y) { return x == y || lower(x) == lower(y); });
}

Request::Request(Method request_method, std::string_view request_target,
                 std::string_view request_body)
    : method(request_method), body(request_body) {
  const auto set = set_target(request_target);
  if (!set) throw std::invalid_argument(set.error().detail);
}

std::optional<std::string_view> Request::header(std::string_view name) const {
  for (const auto& [field, value] : headers) {
    if (equals_ignoring_case(field, name)) return value;
  }
  return std::nullopt;
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
  for (const auto& [field, value] : query) {
    if (field == name) return value;
  }
  return std::nullopt;
}

std::string_view Request::path_parameter(std::string_view name) const {
  for (const auto& [field, value] : path_parameters) {
    if (field == name) return value;
  }
  return {};
}

Result<void> Request::set_target(std::string_view new_target) {
  target = new_target;
  const std::size_t mark = target.find('?');
  const std::string_view raw_path = target.substr(0, mark);
  path = raw_path;
  if (raw_path.find('%') != std::string_view::npos || !is_ascii(raw_path)) {
    auto decoded = decode_path(raw_path, decoded_path_);
    if (!decoded) return decoded;
    path = decoded_path_;
  }
  clear_query();
  if (mark == std::string_view::npos) return {};
  return decode_query(target.substr(mark + 1), query, spare_query_);
}

void Request::clear_query() {
  std::ranges::move(query, std::back_inserter(spare_query_));
  if (spare_query_.size() > spare_pairs_max) spare_query_.resize(spare_pairs_max);
  query.clear();
}

void Request::clear() {
  target = path = body = peer_address = {};
  clear_query();
  headers.clear();
  path_parameters.clear();
  request_id.clear();
  deadline = std::chrono::steady_clock::time_point::max();
  trace = {};
  notes.clear();
}

}  // namespace astronova::http
