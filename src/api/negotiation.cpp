#include "api/negotiation.h"

#include <algorithm>
#include <charconv>

#include "http/header_text.h"
#include "http/problem.h"

namespace astronova::api {
namespace {

// How closely a range names a type: 3 exactly, 2 by "text/*", 1 by "*/*", 0 not at all.
int specificity(std::string_view range, std::string_view type) {
  if (http::equals_ignoring_case(range, type)) return 3;
  if (range == "*/*") return 1;
  const bool wildcard = range.ends_with("/*");
  const auto family = type.substr(0, type.find('/') + 1);
  return wildcard && http::equals_ignoring_case(range.substr(0, range.size() - 1), family) ? 2 : 0;
}

double quality_of(std::string_view parameters) {
  while (!parameters.empty()) {
    auto parameter = http::take_until(parameters, ';');
    if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) continue;
    parameter.remove_prefix(2);
    double quality = 0;
    std::from_chars(parameter.data(), parameter.data() + parameter.size(), quality);
    return std::clamp(quality, 0.0, 1.0);
  }
  return 1;
}

double quality_for(std::string_view accept, std::string_view type) {
  int closest = 0;
  double quality = 0;
  while (!accept.empty()) {
    auto range = http::take_until(accept, ',');
    const auto name = http::take_until(range, ';');
    const int close = specificity(name, type);
    if (close <= closest) continue;
    closest = close;
    quality = quality_of(range);
  }
  return quality;
}

}  // namespace

std::optional<std::size_t> preferred_type(std::optional<std::string_view> accept,
                                          std::span<const std::string_view> offered) {
  if (!accept || http::trimmed(*accept).empty()) return 0;
  std::optional<std::size_t> best;
  double best_quality = 0;
  for (std::size_t i = 0; i < offered.size(); ++i) {
    const double quality = quality_for(*accept, offered[i]);
    if (quality > best_quality) {
      best_quality = quality;
      best = i;
    }
  }
  return best;
}

http::Response not_acceptable(const http::Request& request, std::string_view detail) {
  http::Problem problem;
  problem.status = 406;
  problem.detail = detail;
  return http::problem_response(problem, request.request_id);
}

}  // namespace astronova::api
