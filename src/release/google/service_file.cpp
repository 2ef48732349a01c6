#include "release/google/service_file.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace astronova::release::google {
namespace {

using Values = std::map<std::string, std::string, std::less<>>;

constexpr std::string_view version_of = "VERSION_OF:";

Values values_of(const GoogleCloudConfiguration& configuration, const ServiceValues& values,
                 std::string settings) {
  const auto& service = configuration.service;
  Values all = {
      {"ADDRESS", values.address},
      {"CONCURRENCY", std::to_string(service.concurrency)},
      {"IMAGE", values.image},
      {"INSTANCES_MAX", std::to_string(service.instances_max)},
      {"INSTANCES_MIN", std::to_string(service.instances_min)},
      {"MEMORY", service.memory},
      {"NETWORK", configuration.network.name},
      {"PROCESSORS", service.processors},
      {"PROJECT", configuration.project},
      {"REGION", configuration.region},
      {"REVISION", values.revision},
      {"SERVICE", service.name},
      {"SERVICE_ACCOUNT", configuration.service_account()},
      {"SETTINGS", std::move(settings)},
      {"SUBNET", configuration.network.subnet},
      {"TIMEOUT", std::to_string(service.timeout.count())},
      {"TRAFFIC", boost::json::serialize(values.traffic)},
      {"VERSION", values.version_label},
  };
  for (const auto& secret : configuration.secrets)
    all[fmt::format("{}{}", version_of, secret.name)] = std::to_string(secret.version);
  return all;
}

Error cannot_be(const std::string& file, const std::string& what) {
  return {ErrorCode::invalid_value, fmt::format("{}: {}", file, what), {}};
}

Result<std::string> fill(const std::string& yaml, const GoogleCloudConfiguration& configuration,
                         const Values& values) {
  const auto& file = configuration.service.file;
  std::string text;
  std::set<std::string, std::less<>> used;
  std::size_t at = 0;
  while (at < yaml.size()) {
    const auto line_end = std::min(yaml.find('\n', at), yaml.size());
    const auto begin = yaml.find("${", at);
    const auto first_of_line = yaml.find_first_not_of(' ', at);
    const bool is_comment = first_of_line < yaml.size() && yaml[first_of_line] == '#' &&
                            (at == 0 || yaml[at - 1] == '\n');
    if (is_comment || begin >= line_end) {
      text.append(yaml, at, line_end + 1 - at);
      at = line_end + 1;
      continue;
    }
    const auto end = yaml.find('}', begin);
    if (end == std::string::npos) return cannot_be(file, "a place to fill in has no end");
    const auto name = yaml.substr(begin + 2, end - begin - 2);
    const auto value = values.find(name);
    if (value == values.end()) {
      return cannot_be(
          file, name.starts_with(version_of)
                    ? fmt::format("the secret {} has no version in [secrets]; give it one there",
                                  name.substr(version_of.size()))
                    : fmt::format("nobody fills in ${{{}}}; docs/google-cloud.md has what there is",
                                  name));
    }
    used.insert(name);
    text.append(yaml, at, begin - at);
    text += value->second;
    at = end + 1;
  }
  for (const auto& secret : configuration.secrets) {
    if (!used.contains(fmt::format("{}{}", version_of, secret.name))) {
      return cannot_be(file, fmt::format("no server gets the secret {} of [secrets]; use it here "
                                         "or take it out there",
                                         secret.name));
    }
  }
  return text;
}

// Of what Cloud Run sees: a comment changes nothing.
std::string without_comments(const std::string& yaml) {
  std::string text;
  for (std::size_t at = 0; at < yaml.size();) {
    const auto end = std::min(yaml.find('\n', at), yaml.size() - 1) + 1;
    const auto first = yaml.find_first_not_of(' ', at);
    if (first >= end || yaml[first] != '#') text.append(yaml, at, end - at);
    at = end;
  }
  return text;
}

std::string digest_of(const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), bytes.data(), &size, EVP_sha256(), nullptr);
  std::string digits;
  for (std::size_t i = 0; i < 8; ++i)
    digits += fmt::format("{:02x}", bytes[i]);
  return digits;
}

}  // namespace

Result<std::string> settings_digest(const std::string& yaml,
                                    const GoogleCloudConfiguration& configuration,
                                    const std::string& address) {
  ServiceValues values;
  values.address = address;
  const auto text = fill(yaml, configuration, values_of(configuration, values, ""));
  if (!text) return text.error();
  return digest_of(without_comments(*text));
}

Result<std::string> fill_service(const std::string& yaml,
                                 const GoogleCloudConfiguration& configuration,
                                 const ServiceValues& values) {
  auto digest = settings_digest(yaml, configuration, values.address);
  if (!digest) return digest.error();
  return fill(yaml, configuration, values_of(configuration, values, *std::move(digest)));
}

std::string label_of_version(std::string version) {
  std::ranges::replace(version, '.', '_');
  return version;
}

std::string version_of_label(std::string label) {
  std::ranges::replace(label, '_', '.');
  return label;
}

}  // namespace astronova::release::google
