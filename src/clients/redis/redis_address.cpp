#include "clients/redis/redis_address.h"

#include <charconv>
#include <optional>

namespace astronova::clients::redis {
namespace {

Error wrong(std::string detail) {
  return {ErrorCode::invalid_value, std::move(detail), {}};
}

// What comes before the separator, which is taken away with it; all of it where there is none.
std::string_view take_until(std::string_view& text, char separator) {
  const auto end = text.find(separator);
  const auto taken = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return taken;
}

std::optional<char> hexadecimal_byte(std::string_view digits) {
  unsigned value = 0;
  const auto* const end = digits.data() + digits.size();
  const auto [at, failure] = std::from_chars(digits.data(), end, value, 16);
  if (digits.size() != 2 || failure != std::errc{} || at != end) return std::nullopt;
  return static_cast<char>(value);
}

Result<std::string> decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    const auto byte = hexadecimal_byte(text.substr(i + 1, 2));
    if (!byte) return wrong("a percent sign is not followed by two hexadecimal digits; write %25");
    plain += *byte;
    i += 2;
  }
  return plain;
}

std::optional<unsigned> number(std::string_view text, unsigned max) {
  unsigned value = 0;
  const auto* const end = text.data() + text.size();
  const auto [at, failure] = std::from_chars(text.data(), end, value);
  if (text.empty() || failure != std::errc{} || at != end || value > max) return std::nullopt;
  return value;
}

Result<void> read_user(std::string_view text, RedisAddress& address) {
  if (text.find(':') == std::string_view::npos)
    return wrong("a user needs a password: user:password@, or :password@ for the default user");
  const auto user = decoded(take_until(text, ':'));
  const auto password = decoded(text);
  if (!user) return user.error();
  if (!password) return password.error();
  if (password->empty()) return wrong("the password before the @ is empty");
  address.user = *user;
  address.password = *password;
  return {};
}

Result<RedisHost> read_host(std::string_view text, std::uint16_t default_port) {
  RedisHost host{{}, default_port};
  std::string_view name;
  if (text.starts_with('[')) {
    text.remove_prefix(1);
    if (text.find(']') == std::string_view::npos) return wrong("an address in [ lacks its ]");
    name = take_until(text, ']');
    if (!text.empty() && !text.starts_with(':')) return wrong("only a port may follow the ]");
  } else {
    const auto colon = text.find(':');
    name = text.substr(0, colon);
    text.remove_prefix(name.size());
    if (text.find(':', 1) != std::string_view::npos)
      return wrong(
          "a host has more than one colon; an address of IPv6 stands in brackets, and a slash, a "
          "colon or an @ in a password is written %2F, %3A or %40");
  }
  const auto plain = decoded(name);
  if (!plain) return plain.error();
  if (plain->empty()) return wrong("a host is missing");
  host.name = *plain;
  if (text.empty()) return host;
  const auto port = number(text.substr(1), 65'535);
  if (!port || *port == 0)
    return wrong("a port is not a number from 1 to 65535 (a slash in a password is written %2F)");
  host.port = static_cast<std::uint16_t>(*port);
  return host;
}

Result<void> read_hosts(std::string_view text, std::uint16_t default_port, RedisAddress& address) {
  do {
    auto host = read_host(take_until(text, ','), default_port);
    if (!host) return host.error();
    address.hosts.push_back(*std::move(host));
  } while (!text.empty());
  return {};
}

Result<void> read_database(std::string_view text, RedisAddress& address) {
  if (text.empty()) return {};
  const auto database = number(text, 1'000'000);
  if (!database) return wrong("the database after the last slash is not a number");
  address.database = *database;
  return {};
}

// What follows the hosts.
Result<void> read_path(std::string_view path, bool has_sentinels, RedisAddress& address) {
  if (has_sentinels) {
    const auto name = decoded(take_until(path, '/'));
    if (!name) return name.error();
    if (name->empty()) return wrong("the name of the master after the Sentinels is missing");
    address.master_name = *name;
  }
  return read_database(path, address);
}

Result<RedisAddress> read_socket(std::string_view rest, RedisAddress address) {
  const auto path = decoded(rest.substr(std::min(rest.find('/'), rest.size())));
  if (!path) return path.error();
  if (path->size() < 2) return wrong("the path of the Unix socket is missing: unix:///path");
  address.socket_path = *path;
  return address;
}

}  // namespace

Result<RedisAddress> parse_redis_address(std::string_view url) {
  const auto colon = url.find("://");
  const auto scheme = colon == std::string_view::npos ? "" : url.substr(0, colon);
  const bool has_sentinels = scheme == "redis+sentinel";
  if (scheme != "redis" && scheme != "rediss" && scheme != "unix" && !has_sentinels)
    return wrong("it does not begin with redis://, rediss://, redis+sentinel:// or unix://");
  auto rest = url.substr(colon + 3);
  if (rest.find_first_of("?#") != std::string_view::npos)
    return wrong("it has a ? or a #; in a password they are written %3F and %23");
  RedisAddress address;
  address.tls = scheme == "rediss";
  const auto authority = rest.substr(0, rest.find('/'));
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
    if (auto user = read_user(authority.substr(0, at), address); !user) return user.error();
    rest.remove_prefix(at + 1);
  } else if (rest.find('@') != std::string_view::npos) {
    return wrong("an @ follows a slash; a slash in a password is written %2F");
  }
  if (scheme == "unix") return read_socket(rest, std::move(address));
  auto hosts = read_hosts(take_until(rest, '/'), has_sentinels ? 26'379 : 6'379, address);
  if (!hosts) return hosts.error();
  if (address.hosts.size() > 1 && !has_sentinels)
    return wrong("several hosts are for redis+sentinel:// only");
  if (auto path = read_path(rest, has_sentinels, address); !path) return path.error();
  return address;
}

}  // namespace astronova::clients::redis
