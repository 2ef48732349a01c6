#include "release/gates/answer_check.h"

#include <algorithm>
#include <boost/algorithm/string/replace.hpp>
#include <boost/json.hpp>
#include <cctype>
#include <cmath>

#include <fmt/format.h>

namespace astronova::release {
namespace {

namespace json = boost::json;

constexpr std::size_t links_max = 50;
constexpr std::size_t shown_max = 80;

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lowered;
}

std::string with_version(std::string text, std::string_view version) {
  boost::replace_all(text, "{version}", version);
  return text;
}

std::string shown(const json::value* value) {
  if (!value) return "not there";
  auto text = json::serialize(*value);
  if (text.size() > shown_max) text = text.substr(0, shown_max) + "…";
  return text;
}

// As the settings have it, in JSON.
std::string shown(const SettingScalar& scalar) {
  if (scalar.kind == SettingScalar::Kind::text) return json::serialize(json::value(scalar.text));
  return scalar.text;
}

bool is_equal(const json::value& value, const SettingScalar& wanted) {
  switch (wanted.kind) {
    case SettingScalar::Kind::text:
      return value.is_string() && value.as_string() == wanted.text;
    case SettingScalar::Kind::truth:
      return value.is_bool() && value.as_bool() == (wanted.number != 0);
    case SettingScalar::Kind::whole:
    case SettingScalar::Kind::number:
      break;
  }
  return value.is_number() && value.to_number<double>() == wanted.number;
}

std::optional<Shortcoming> in_json(const std::string& body, const SmokeRequest& wanted,
                                   std::string_view version) {
  if (wanted.json.empty() && wanted.near.empty()) return std::nullopt;
  boost::system::error_code code;
  const auto document = json::parse(body, code);
  if (code) return Shortcoming{"the answer is no JSON", "JSON"};
  const auto at = [&](const std::string& pointer) {
    boost::system::error_code none;
    return document.find_pointer(pointer, none);
  };
  for (const auto& [pointer, scalar] : wanted.json) {
    auto expected = scalar;
    if (expected.kind == SettingScalar::Kind::text)
      expected.text = with_version(expected.text, version);
    const auto* const value = at(pointer);
    if (!value || !is_equal(*value, expected))
      return Shortcoming{fmt::format("{} is {}", pointer, shown(value)), shown(expected)};
  }
  for (const auto& [pointer, number] : wanted.near) {
    const auto* const value = at(pointer);
    if (!value || !value->is_number() ||
        !(std::abs(value->to_number<double>() - number) <= wanted.tolerance)) {
      return Shortcoming{fmt::format("{} is {}", pointer, shown(value)),
                         fmt::format("{} ± {}", number, wanted.tolerance)};
    }
  }
  return std::nullopt;
}

bool has_header(const clients::HttpResponse& answer, const std::string& name,
                const std::string& part) {
  return std::ranges::any_of(answer.headers, [&](const auto& header) {
    return header.first == lower(name) &&
           lower(header.second).find(lower(part)) != std::string::npos;
  });
}

// What stands in quotes from here on; nothing where there are none.
std::string_view quoted_at(std::string_view text) {
  if (text.empty() || (text.front() != '"' && text.front() != '\'')) return {};
  const auto end = text.find(text.front(), 1);
  return end == std::string_view::npos ? std::string_view() : text.substr(1, end - 1);
}

}  // namespace

std::optional<Shortcoming> shortcoming_of(const clients::HttpResponse& answer,
                                          const SmokeRequest& wanted, std::string_view version) {
  if (answer.status != static_cast<unsigned>(wanted.status)) {
    return Shortcoming{fmt::format("the status is {}", answer.status),
                       fmt::format("{}", wanted.status)};
  }
  for (const auto& [name, part] : wanted.answer_headers) {
    if (!has_header(answer, name, with_version(part, version))) {
      const auto value = answer.header(lower(name));
      return Shortcoming{fmt::format("the header {} is {}", name, value ? *value : "not there"),
                         fmt::format("one with '{}' in it", with_version(part, version))};
    }
  }
  for (const auto& part : wanted.answer_contains) {
    if (answer.body.find(with_version(part, version)) == std::string::npos)
      return Shortcoming{"the answer is another", fmt::format("one with '{}' in it", part)};
  }
  return in_json(answer.body, wanted, version);
}

std::vector<std::string> links_in(std::string_view html, std::string_view prefix) {
  std::vector<std::string> links;
  for (std::size_t at = html.find('='); at != std::string_view::npos && links.size() < links_max;
       at = html.find('=', at + 1)) {
    const auto before = html.substr(0, at);
    if (!before.ends_with("src") && !before.ends_with("href")) continue;
    const std::string link(quoted_at(html.substr(at + 1)));
    if (!link.starts_with(prefix) || std::ranges::find(links, link) != links.end()) continue;
    links.push_back(link);
  }
  return links;
}

}  // namespace astronova::release
