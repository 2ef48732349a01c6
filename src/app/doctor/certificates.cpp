#include <algorithm>
#include <cstdio>
#include <ctime>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "app/doctor/machine.h"

namespace astronova::app {
namespace {

constexpr int days_min = 14;

template <class T, void (*Release)(T*)>
struct Free {
  void operator()(T* value) const { Release(value); }
};
using Input = std::unique_ptr<BIO, Free<BIO, BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Free<X509, X509_free>>;

using Lifetimes = std::vector<std::pair<Instant, Instant>>;  // from, to

std::optional<Instant> instant_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  return Instant{std::chrono::seconds{::timegm(&parts)}};
}

// None where the file cannot be read.
std::optional<Lifetimes> lifetimes(const std::string& file) {
  const Input input(BIO_new_file(file.c_str(), "r"));
  if (!input) return std::nullopt;
  Lifetimes all;
  while (const Certificate certificate{PEM_read_bio_X509(input.get(), nullptr, nullptr, nullptr)}) {
    const auto from = instant_of(X509_get0_notBefore(certificate.get()));
    const auto to = instant_of(X509_get0_notAfter(certificate.get()));
    if (from && to) all.emplace_back(*from, *to);
  }
  ERR_clear_error();
  return all;
}

}  // namespace

Diagnosis examine_certificates(const std::string& file, const Clock& clock) {
  const auto all = lifetimes(file);
  const char* const renew = "have it renewed, and see why it was not";
  if (!all) return failure(file + " cannot be read", "name a file that the server's user may read");
  if (all->empty())
    return failure(file + " holds no certificate", "name a PEM file: -----BEGIN CERTIFICATE-----");
  const auto now = clock.now();
  const auto latest_begin = std::ranges::max(*all, {}, [](const auto& one) { return one.first; });
  if (latest_begin.first > now) {
    return failure(fmt::format("{}: not valid before {}", file, format_rfc3339(latest_begin.first)),
                   "see whether the machine's clock is right");
  }
  const auto end = std::ranges::min(*all, {}, [](const auto& one) { return one.second; }).second;
  const auto days = std::chrono::floor<std::chrono::days>(end - now).count();
  if (days < 0) return failure(fmt::format("{}: ran out on {}", file, format_rfc3339(end)), renew);
  const auto detail = fmt::format("{}: valid for {} days", file, days);
  return days < days_min ? warning(detail, renew) : well(detail);
}

}  // namespace astronova::app
