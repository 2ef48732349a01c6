#include "app/checks.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "accounts/key_ring.h"
#include "clients/redis/redis_address.h"
#include "storage/sealing.h"
#include "storage/sql/open_database.h"

namespace astronova::app {
namespace {

constexpr std::size_t secret_bytes_min = 32;
constexpr const char* make_secret = "make one with: openssl rand -hex 32";
constexpr const char* make_data_key =
    "a key is a name, a colon and 32 bytes in base64: 2026a:$(openssl rand -base64 32)";

// Sentences about a secret begin with its name, which stands before them already.
std::string about_it(const std::string& sentence, std::string_view name) {
  return sentence.starts_with(name) ? "it" + sentence.substr(name.size()) : sentence;
}

void check_token_keys(const Secrets& secrets, Mistakes& mistakes) {
  constexpr std::string_view name = "JWT_SECRET_KEY";
  if (!secrets.has(name)) return;
  const auto keys = accounts::KeyRing::parse(secrets.reveal(name));
  if (!keys) mistakes.add(name, about_it(keys.error().detail, name), make_secret);
}

void check_data_keys(const Secrets& secrets, Mistakes& mistakes) {
  constexpr std::string_view name = "ASTRONOVA_DATA_KEYS";
  const auto keys = storage::KeyRing::parse(secrets.reveal(name));
  if (!keys) mistakes.add(name, about_it(keys.error().detail, name), make_data_key);
}

void check_server_key(const Secrets& secrets, Mistakes& mistakes) {
  constexpr std::string_view name = "SECRET_KEY";
  if (!secrets.has(name)) return;
  const auto size = secrets.reveal(name).size();
  if (size >= secret_bytes_min) return;
  mistakes.add(name,
               fmt::format("it has {} bytes, and at least {} are needed", size, secret_bytes_min),
               make_secret);
}

// What goes into a header line must not end it.
void check_claude_key(const Secrets& secrets, Mistakes& mistakes) {
  constexpr std::string_view name = "ANTHROPIC_API_KEY";
  const auto is_odd = [](char c) { return c < ' ' || c > '~'; };
  if (std::ranges::any_of(secrets.reveal(name), is_odd)) {
    mistakes.add(name, "it has characters that no key has, such as the end of a line",
                 "give the key as https://console.anthropic.com shows it");
  }
}

void check_database(const Secrets& secrets, Mistakes& mistakes) {
  constexpr std::string_view name = "DATABASE_URL";
  const auto usable = storage::check_url(secrets.reveal(name));
  if (!usable) {
    mistakes.add(name, about_it(usable.error().detail, name),
                 "postgresql://user:password@host/name, or leave it out to use SQLite");
  }
}

void check_redis(const Secrets& secrets, Mistakes& mistakes) {
  constexpr std::string_view name = "REDIS_URL";
  if (!secrets.has(name)) return;
  const auto address = clients::redis::parse_redis_address(secrets.reveal(name));
  if (!address) {
    mistakes.add(name, about_it(address.error().detail, name),
                 "redis://:password@host:6379/0; docs/clients.md tells of TLS and Sentinels");
  }
}

void want(const Secrets& secrets, std::string_view name, const char* fix, Mistakes& mistakes) {
  if (!secrets.has(name))
    mistakes.add(name, "it is not set, and --production does not do without", fix);
}

bool is_web_address(std::string_view address) {
  const auto scheme = address.find("://");
  if (scheme == std::string_view::npos) return false;
  const auto kind = address.substr(0, scheme);
  const auto rest = address.substr(scheme + 3);
  const auto host = rest.substr(0, rest.find_first_of("/?#"));
  return (kind == "http" || kind == "https") && !host.empty() && host.front() != ':' &&
         host.find('@') == std::string_view::npos &&
         std::ranges::none_of(address, [](char c) { return c <= ' ' || c > '~'; });
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file.is_open() || file.bad() || errno != 0) {
    return Error{ErrorCode::data_missing,
                 fmt::format("the file {} cannot be read: {}", path, std::strerror(errno)),
                 {}};
  }
  return text;
}

void check_address(std::string_view setting, const std::string& address, bool production,
                   Mistakes& mistakes) {
  if (!is_web_address(address)) {
    mistakes.add(setting, fmt::format("'{}' is no address of a server", address),
                 "give one such as https://api.example.com, without a name or password in it");
  } else if (production && !address.starts_with("https://")) {
    mistakes.add(setting, "keys would go there in clear, which --production does not allow",
                 "give an address that begins with https://");
  }
}

void check_file(std::string_view setting, const std::string& path, Mistakes& mistakes) {
  if (path.empty()) return;
  if (const auto text = read_file(path); !text) {
    mistakes.add(setting, text.error().detail, "name a file that the server's user may read");
  }
}

void check_secrets(const Secrets& secrets, bool accounts, bool production, Mistakes& mistakes) {
  check_server_key(secrets, mistakes);
  check_claude_key(secrets, mistakes);
  check_redis(secrets, mistakes);
  if (accounts) {
    check_token_keys(secrets, mistakes);
    check_data_keys(secrets, mistakes);
    check_database(secrets, mistakes);
  }
  if (!production) return;
  want(secrets, "SECRET_KEY", make_secret, mistakes);
  if (!accounts) return;
  want(secrets, "JWT_SECRET_KEY", make_secret, mistakes);
  want(secrets, "ASTRONOVA_DATA_KEYS", make_data_key, mistakes);
}

}  // namespace astronova::app
