#include "usecases/chart_id.h"

#include <cmath>
#include <iterator>
#include <memory>
#include <stdexcept>

#include <fmt/compile.h>
#include <openssl/evp.h>

#include "base/put_text.h"
#include "usecases/cast_natal_chart.h"

namespace astronova::usecases {
namespace {

// A namespace of our own, drawn once: 6f0b2c1e-7a51-4d0c-9a6b-52f2a4d1c8e7.
constexpr std::array<unsigned char, 16> charts{0x6f, 0x0b, 0x2c, 0x1e, 0x7a, 0x51, 0x4d, 0x0c,
                                               0x9a, 0x6b, 0x52, 0xf2, 0xa4, 0xd1, 0xc8, 0xe7};

using Uuid = std::array<unsigned char, 16>;

// SHA-1 of what is added. Looking the algorithm up costs more than using it, so it is kept.
class Sha1 {
 public:
  Sha1() : algorithm_(EVP_MD_fetch(nullptr, "SHA1", nullptr)), context_(EVP_MD_CTX_new()) {}
  Sha1(const Sha1&) = delete;
  Sha1& operator=(const Sha1&) = delete;
  ~Sha1() {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(algorithm_);
  }

  void begin() { check(EVP_DigestInit_ex2(context_, algorithm_, nullptr)); }
  void add(const void* bytes, std::size_t count) {
    check(EVP_DigestUpdate(context_, bytes, count));
  }
  Uuid end() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    check(EVP_DigestFinal_ex(context_, digest.data(), nullptr));
    Uuid first{};
    std::copy_n(digest.begin(), first.size(), first.begin());
    return first;
  }

 private:
  static void check(int done) {
    if (done != 1) throw std::runtime_error("OpenSSL has no SHA-1");
  }

  EVP_MD* algorithm_;
  EVP_MD_CTX* context_;
};

char* put_signed(char* at, std::int64_t value) {
  if (value < 0) *at++ = '-';
  return put_unsigned(at, static_cast<std::uint64_t>(value < 0 ? -value : value));
}

// The shortest digits that mean the number.
char* put_number(char* at, double value) {
  const bool small_and_whole = value >= 1 && value < 1000 && value == std::floor(value);
  if (small_and_whole) return put_unsigned(at, static_cast<std::uint64_t>(value));
  return fmt::format_to(at, FMT_COMPILE("{}"), value);
}

char* put_clock(char* at, const places::CivilTime& civil) {
  at = put_signed(at, civil.date.year);
  at = put(at, "-");
  at = put_unsigned(at, civil.date.month);
  at = put(at, "-");
  at = put_unsigned(at, civil.date.day);
  at = put(at, "|");
  if (civil.time) {
    at = put_signed(at, civil.time->hour);
    at = put(at, ":");
    at = put_signed(at, civil.time->minute);
    at = put(at, ":");
    at = put_signed(at, civil.time->second);
  }
  at = put(at, "|");
  at = put_signed(at, civil.calendar ? static_cast<int>(*civil.calendar) : -1);
  return put(at, "|");
}

char* put_place(char* at, const BirthData& birth) {
  constexpr std::int64_t no_offset = 999'999;
  const auto& civil = birth.civil;
  at = put(at, "|");
  at = put_signed(at, civil.fold.value_or(-1));
  at = put(at, "|");
  at = put_signed(at, civil.utc_offset ? civil.utc_offset->count() : no_offset);
  for (const double number :
       {birth.place.latitude, birth.place.longitude, birth.place.altitude_metres}) {
    at = put(at, "|");
    at = put_number(at, number);
  }
  return put(at, "|");
}

char* put_options(char* at, const ChartOptions& options) {
  at = put_signed(at, static_cast<int>(options.house_system));
  at = options.sidereal ? put(at, "|true|") : put(at, "|false|");
  at = put_signed(at, static_cast<int>(options.ayanamsa));
  at = put(at, "|");
  at = put_signed(at, static_cast<int>(options.node));
  at = put(at, "|");
  at = put_signed(at, static_cast<int>(options.center));
  at = put(at, "|");
  for (const auto body : options.bodies) {
    at = put_signed(at, static_cast<int>(body));
    at = put(at, ",");
  }
  for (const auto& orb : options.aspects.orbs) {
    at = put(at, "|");
    if (!orb.wanted) {
      at = put(at, "-");
      continue;
    }
    at = put_number(at, orb.orb);
    at = put(at, ",");
    at = put_number(at, orb.luminary_orb);
  }
  return at;
}

// RFC 9562, 5.5: the first 128 bits of the SHA-1 of namespace and name.
Uuid uuid_of(const ChartRequest& request) {
  constexpr std::size_t bytes_max = 2'048;
  thread_local Sha1 sha1;
  std::array<char, bytes_max> text;
  const auto add = [&](const char* end) {
    sha1.add(text.data(), static_cast<std::size_t>(end - text.data()));
  };
  const auto zone = request.birth.civil.timezone.view();
  sha1.begin();
  sha1.add(charts.data(), charts.size());
  add(put_clock(text.data(), request.birth.civil));
  sha1.add(zone.data(), zone.size());
  char* at = put_options(put_place(text.data(), request.birth), request.options);
  at = request.western ? put(at, "|western") : put(at, "|");
  at = request.vedic ? put(at, "|vedic") : put(at, "|");
  add(at);
  auto uuid = sha1.end();
  uuid[6] = static_cast<unsigned char>((uuid[6] & 0x0FU) | 0x50U);
  uuid[8] = static_cast<unsigned char>((uuid[8] & 0x3FU) | 0x80U);
  return uuid;
}

}  // namespace

ChartId::ChartId(const ChartRequest& request) {
  constexpr std::string_view hex = "0123456789abcdef";
  char* at = text_.data();
  const auto uuid = uuid_of(request);
  for (std::size_t i = 0; i < uuid.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *at++ = '-';
    *at++ = hex[uuid[i] >> 4U];
    *at++ = hex[uuid[i] & 0xFU];
  }
}

}  // namespace astronova::usecases
