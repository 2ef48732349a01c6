#include "app/settings/secrets.h"

#include <algorithm>

namespace astronova::app {

bool is_secret(std::string_view name) {
  return std::ranges::find(secret_names, name) != secret_names.end();
}

std::string file_variable(std::string_view secret) {
  return std::string(secret) + "_FILE";
}

std::string secret_key(std::string_view secret) {
  constexpr std::string_view program = "ASTRONOVA_";
  if (secret.starts_with(program)) secret.remove_prefix(program.size());
  std::string key(secret);
  std::ranges::transform(key, key.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return key;
}

const std::string& Secrets::reveal(std::string_view name) const {
  static const std::string none;
  const auto held = values_.find(name);
  return held == values_.end() ? none : held->second.value.reveal();
}

const std::string* Secrets::file_of(std::string_view name) const {
  const auto held = values_.find(name);
  return held == values_.end() || held->second.file.empty() ? nullptr : &held->second.file;
}

void Secrets::set(std::string_view name, Secret<std::string> value, std::string file) {
  values_.insert_or_assign(std::string(name), Held{std::move(value), std::move(file)});
}

}  // namespace astronova::app
