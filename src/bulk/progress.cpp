#include "bulk/progress.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace astronova::bulk {
namespace {

std::string duration(double seconds) {
  const auto whole = static_cast<std::uint64_t>(seconds);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

double charts_now(const Progress& progress) {
  return static_cast<double>(progress.at.counts.charts - progress.began.counts.charts);
}

}  // namespace

std::string progress_line(const Progress& progress, double seconds, std::string_view made) {
  std::string line;
  const auto bytes = static_cast<double>(progress.at.input.bytes);
  const auto total = static_cast<double>(progress.input_bytes.value_or(0));
  if (total > 0) line += fmt::format("{:4.0f} %", std::floor(100 * bytes / total));
  line += fmt::format("  {:>10} {}  {:>8.0f}/s", progress.at.counts.charts, made,
                      charts_now(progress) / seconds);
  const auto read = bytes - static_cast<double>(progress.began.input.bytes);
  if (total > 0 && read > 0) {
    line += fmt::format("  {} left", duration(std::max(0.0, total - bytes) / read * seconds));
  }
  return line + fmt::format("  {} bad", progress.at.counts.bad);
}

std::string summary(const Progress& progress, double seconds, std::string_view made) {
  const auto& [charts, bad, empty] = progress.at.counts;
  auto text =
      fmt::format("{} lines: {} {}, {} bad, {} empty; {:.1f} s, {:.0f} {}/s", charts + bad + empty,
                  charts, made, bad, empty, seconds, charts_now(progress) / seconds, made);
  if (progress.began.input.bytes > 0) {
    text += fmt::format("; the first {} {} were there already", progress.began.counts.charts, made);
  }
  return text;
}

}  // namespace astronova::bulk
