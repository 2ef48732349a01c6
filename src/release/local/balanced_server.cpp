#include "release/local/balanced_server.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>

#include <fmt/format.h>

namespace astronova::release::local {
namespace {

// Bits of srv_admin_state and values of srv_op_state: HAProxy's management guide, 9.3, "show
// servers state".
constexpr unsigned maintenance = 0x01U | 0x02U | 0x20U | 0x40U;
constexpr unsigned drain = 0x08U | 0x10U;
constexpr unsigned op_starting = 1;
constexpr unsigned op_running = 2;

Error illegible(std::string_view what, std::string_view text) {
  return {ErrorCode::unavailable,
          fmt::format("HAProxy's answer to '{}' is not understood: {}", what, text.substr(0, 200)),
          {}};
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(separator);
    if (const auto part = text.substr(0, end); !part.empty() || separator == ',')
      parts.push_back(part);
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto* const end = text.data() + text.size();
  const auto [at, failure] = std::from_chars(text.data(), end, value);
  if (text.empty() || failure != std::errc{} || at != end) return std::nullopt;
  return value;
}

// A table whose first line names its columns, and one of its rows.
class Row {
 public:
  Row(const std::vector<std::string_view>& names, std::vector<std::string_view> values)
      : names_(&names), values_(std::move(values)) {}

  std::optional<std::string_view> text(std::string_view name) const {
    const auto at = std::ranges::find(*names_, name) - names_->begin();
    if (at >= std::ssize(values_)) return std::nullopt;
    return values_[static_cast<std::size_t>(at)];
  }
  std::optional<unsigned> number(std::string_view name) const {
    const auto value = text(name);
    return value ? local::number(*value) : std::nullopt;
  }

 private:
  const std::vector<std::string_view>* names_;
  std::vector<std::string_view> values_;
};

std::optional<BalancedServer> server_of(const Row& row) {
  const auto backend = row.text("be_name");
  const auto name = row.text("srv_name");
  const auto operation = row.number("srv_op_state");
  const auto administration = row.number("srv_admin_state");
  const auto weight = row.number("srv_uweight");
  const auto port = row.number("srv_port");
  if (!backend || !name || !operation || !administration || !weight || !port) return std::nullopt;
  BalancedServer server;
  server.backend = *backend;
  server.name = *name;
  server.is_in_maintenance = (*administration & maintenance) != 0;
  server.is_draining = (*administration & drain) != 0;
  server.is_up =
      !server.is_in_maintenance && (*operation == op_starting || *operation == op_running);
  server.weight = static_cast<int>(*weight);
  server.port = static_cast<int>(*port);
  return server;
}

// The first line that names columns is without the mark of a comment before them.
std::vector<std::string_view> names_in(std::string_view line, char separator) {
  line.remove_prefix(std::min(line.find_first_not_of("# "), line.size()));
  return split(line, separator);
}

}  // namespace

Result<std::vector<BalancedServer>> read_servers_state(std::string_view text) {
  constexpr std::string_view command = "show servers state";
  const auto lines = split(text, '\n');
  if (lines.size() < 2 || lines[0] != "1" || !lines[1].starts_with('#'))
    return illegible(command, text);
  const auto names = names_in(lines[1], ' ');
  std::vector<BalancedServer> servers;
  for (const auto line : std::span(lines).subspan(2)) {
    auto server = server_of({names, split(line, ' ')});
    if (!server) return illegible(command, line);
    servers.push_back(std::move(*server));
  }
  return servers;
}

Result<std::uint64_t> read_sessions(std::string_view csv, std::string_view server) {
  const auto lines = split(csv, '\n');
  if (lines.empty() || !lines[0].starts_with('#')) return illegible("show stat", csv);
  const auto names = names_in(lines[0], ',');
  for (const auto line : std::span(lines).subspan(1)) {
    const Row row(names, split(line, ','));
    if (row.text("svname") != server) continue;
    const auto current = row.number("scur");
    const auto waiting = row.number("qcur");
    if (!current || !waiting) return illegible("show stat", line);
    return std::uint64_t{*current} + *waiting;
  }
  return illegible("show stat", csv);
}

std::vector<int> traffic_percentages(std::span<const BalancedServer> servers) {
  std::vector<int> weights;
  for (const auto& server : servers)
    weights.push_back(server.is_up && server.is_given_requests() ? server.weight : 0);
  const int total = std::accumulate(weights.begin(), weights.end(), 0);
  if (total == 0) return weights;
  std::vector<int> percentages;
  for (const int weight : weights) {
    const int rounded = (weight * 100 + total / 2) / total;
    percentages.push_back(weight == 0 ? 0 : std::max(rounded, 1));
  }
  // What rounding has added or taken is the largest's.
  const auto largest = std::ranges::max_element(percentages);
  *largest += 100 - std::accumulate(percentages.begin(), percentages.end(), 0);
  return percentages;
}

}  // namespace astronova::release::local
