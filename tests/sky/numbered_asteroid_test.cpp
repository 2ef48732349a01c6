// An asteroid by its number from a data file, which Debian's packages have of none: one is made
// here, in the format of Swiss Ephemeris, that puts Ceres' orbit under another asteroid's number.

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <numbers>

#include <gtest/gtest.h>
#include <swephexp.h>
#include <unistd.h>

#include "base/angle.h"
#include "sky/orbits.h"
#include "sky/swiss/swiss_ephemeris.h"

extern "C" std::uint32_t swi_crc32(unsigned char* bytes, int count);

namespace astronova::sky {
namespace {

namespace fs = std::filesystem;

constexpr int eros = 433;
constexpr double first_day = 2447800.5;  // 1989-10-01
constexpr double segment_days = 40;
constexpr int segment_count = 12;
constexpr std::size_t coefficient_count = 13;
constexpr double largest_coordinate = 8;  // AU: coefficients are billionths of its half

using Coordinates = std::array<double, 3>;

// Heliocentric, mean equator and equinox of J2000, AU: what such files hold.
Coordinates ceres_at(double day_tt) {
  std::array<double, 6> place{};
  std::array<char, AS_MAXCH> message{};
  swe_calc(day_tt, SE_CERES,
           SEFLG_SWIEPH | SEFLG_HELCTR | SEFLG_TRUEPOS | SEFLG_J2000 | SEFLG_NONUT |
               SEFLG_EQUATORIAL | SEFLG_XYZ | SEFLG_ICRS,
           place.data(), message.data());
  return {place[0], place[1], place[2]};
}

// The coefficients of Chebyshev's polynomials on one segment, the first of them doubled as libswe
// takes it.
std::array<std::array<double, coefficient_count>, 3> coefficients_of(double begin) {
  std::array<std::array<double, coefficient_count>, 3> of_axes{};
  constexpr double count = coefficient_count;
  for (std::size_t k = 0; k < coefficient_count; ++k) {
    const double angle = std::numbers::pi * (static_cast<double>(k) + 0.5) / count;
    const auto place = ceres_at(begin + segment_days * (std::cos(angle) + 1) / 2);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      for (std::size_t n = 0; n < coefficient_count; ++n)
        of_axes[axis][n] += 2 / count * place[axis] * std::cos(static_cast<double>(n) * angle);
    }
  }
  return of_axes;
}

// The bytes of a data file, little-endian.
class DataFile {
 public:
  template <class Number>
  void put(Number number) {
    std::array<char, sizeof number> raw{};
    std::memcpy(raw.data(), &number, sizeof number);
    bytes_.append(raw.data(), raw.size());
  }
  void put_text(std::string_view text) { bytes_ += text; }
  void put_checksum() {
    std::string copy = bytes_;
    put(swi_crc32(reinterpret_cast<unsigned char*>(copy.data()), static_cast<int>(copy.size())));
  }
  // Twice the size of a coefficient in billionths, odd where it is negative.
  void put_coefficient(double value) {
    const auto size =
        static_cast<std::uint32_t>(std::llround(std::abs(value) / largest_coordinate * 2e9));
    put(value < 0 && size > 0 ? 2 * size - 1 : 2 * size);
  }
  void set_at(std::size_t place, std::uint32_t number, std::size_t size) {
    std::memcpy(bytes_.data() + place, &number, size);
  }
  std::size_t size() const { return bytes_.size(); }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

std::string file_of_eros() {
  DataFile file;
  const double last_day = first_day + segment_days * segment_count;
  file.put_text("SWISSEPH   1\r\nse00433s.se1\r\nmade by a test\r\n");
  std::string elements = "000433 Eros               test    11.16  0.46";
  elements.resize(160, ' ');
  file.put_text(elements + "\r\n");
  file.put(std::int32_t{0x616263});
  const auto length_at = file.size();
  file.put(std::int32_t{0});
  file.put(std::int32_t{431});
  file.put(first_day);
  file.put(last_day);
  file.put(std::int16_t{1});
  file.put(static_cast<std::int16_t>(SE_AST_OFFSET + eros));
  file.put_text(std::string("Eros").append(26, ' '));
  // What follows the checksum has a size that is known.
  constexpr std::size_t constants = 5 * sizeof(double);
  constexpr std::size_t of_the_body = 4 + 1 + 1 + 4 + 10 * sizeof(double);
  constexpr std::size_t segment_size = 3 * (4 + 4 * coefficient_count);
  const std::size_t index_at = file.size() + 4 + constants + of_the_body;
  const std::size_t segments_at = index_at + 3 * segment_count;
  file.set_at(length_at, static_cast<std::uint32_t>(segments_at + segment_count * segment_size), 4);
  file.put_checksum();
  for (const double constant :
       {299792458.0, 1.49597870691e11, 1.32712440017987e20, 81.30056, 696e6})
    file.put(constant);
  file.put(static_cast<std::int32_t>(index_at));
  constexpr std::uint8_t heliocentric = 1;
  file.put(heliocentric);
  file.put(static_cast<std::uint8_t>(coefficient_count));
  file.put(static_cast<std::int32_t>(largest_coordinate * 1000));
  for (const double number :
       {first_day, last_day, segment_days, first_day, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0})
    file.put(number);
  for (std::size_t i = 0; i < segment_count; ++i) {
    const auto at = static_cast<std::uint32_t>(segments_at + i * segment_size);
    std::string three(reinterpret_cast<const char*>(&at), 3);
    file.put_text(three);
  }
  for (int i = 0; i < segment_count; ++i) {
    for (const auto& axis : coefficients_of(first_day + i * segment_days)) {
      // Six nibbles say how many coefficients have four bytes, three, and so on: all have four.
      file.put_text({"\x80\xD0\0\0", 4});
      static_assert(coefficient_count == 0xD);
      for (const double coefficient : axis)
        file.put_coefficient(coefficient);
    }
  }
  return file.bytes();
}

// A folder with links to the installed data files and the made one.
class FolderWithEros {
 public:
  FolderWithEros() {
    std::string name = fs::temp_directory_path() / "astronova-asteroid-XXXXXX";
    path_ = mkdtemp(name.data());
    for (const auto& file : fs::directory_iterator(default_ephemeris_directory))
      fs::create_symlink(file.path(), path_ / file.path().filename());
    fs::create_directory(path_ / "ast0");
    swe_set_ephe_path(default_ephemeris_directory);
    std::ofstream(path_ / "ast0/se00433s.se1", std::ios::binary) << file_of_eros();
    swe_close();
  }
  FolderWithEros(const FolderWithEros&) = delete;
  FolderWithEros& operator=(const FolderWithEros&) = delete;
  ~FolderWithEros() { fs::remove_all(path_); }

  std::string path() const { return path_; }

 private:
  fs::path path_;
};

TEST(NumberedAsteroids, AreReadFromTheFileOfTheirNumber) {
  const FolderWithEros folder;
  const auto opened = open_swiss_ephemeris(folder.path());
  ASSERT_TRUE(opened) << opened.error().detail;
  const auto& ephemeris = **opened;
  const auto* orbits = ephemeris.orbits();
  EXPECT_EQ(orbits->asteroid_name(eros), "Eros");
  const Body ceres = Body::ceres;
  const GeographicPosition new_york{40.7128, -74.006, 0};
  for (const auto center : {Center::geocentric, Center::topocentric}) {
    for (double day = first_day + 1; day < first_day + segment_days * segment_count; day += 17) {
      const Frame frame{center, std::nullopt, new_york};
      BodyState expected;
      ASSERT_TRUE(ephemeris.states_at({day}, {&ceres, 1}, frame, {&expected, 1}));
      const auto state = orbits->asteroid_at({day}, eros, frame);
      ASSERT_TRUE(state) << state.error().detail;
      EXPECT_NEAR(signed_separation_degrees(state->longitude, expected.longitude), 0, 2e-6);
      EXPECT_NEAR(state->latitude, expected.latitude, 2e-6);
      EXPECT_NEAR(state->declination, expected.declination, 2e-6);
      EXPECT_NEAR(state->distance, expected.distance, 1e-7);
      EXPECT_NEAR(state->longitude_speed, expected.longitude_speed, 1e-5);
    }
  }
}

TEST(NumberedAsteroids, OutsideTheFileAreAnErrorThatSaysSo) {
  const FolderWithEros folder;
  const auto opened = open_swiss_ephemeris(folder.path());
  ASSERT_TRUE(opened) << opened.error().detail;
  const auto state = (*opened)->orbits()->asteroid_at({first_day - 100}, eros, {});
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().code, ErrorCode::outside_ephemeris);
}

}  // namespace
}  // namespace astronova::sky
