#include "base/put_text.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/samples.h"

namespace astronova {
namespace {

using Buffer = std::array<char, 400>;

template <int decimals>
std::string fixed(double value) {
  Buffer text{};
  return {text.data(), put_fixed<decimals>(text.data(), value)};
}

/// Whether the digits are those of the standard library, which rounds exactly; only that it writes
/// a negative zero.
template <int decimals>
::testing::AssertionResult is_exact(double value) {
  Buffer ours{};
  Buffer standard{};
  const std::string_view written{ours.data(), put_fixed<decimals>(ours.data(), value)};
  const auto end = std::to_chars(standard.data(), standard.data() + standard.size(), value,
                                 std::chars_format::fixed, decimals)
                       .ptr;
  std::string_view expected{standard.data(), end};
  if (expected.front() == '-' && expected.find_first_not_of("-0.") == std::string_view::npos) {
    expected.remove_prefix(1);
  }
  if (written == expected) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << value << " with " << decimals << " decimals is "
                                       << written << " instead of " << expected;
}

/// ASTRONOVA_FIXED_POINT_VALUES=100000000 compares as many; some seconds for each ten millions.
std::size_t values_to_compare() {
  const char* wanted = std::getenv("ASTRONOVA_FIXED_POINT_VALUES");
  return wanted ? std::strtoull(wanted, nullptr, 10) : 500'000;
}

TEST(PutFixed, RoundsWhatAnswersHoldAsExactDecimalConversionDoes) {
  std::mt19937_64 random(2026);
  std::uniform_real_distribution<double> turn(-360, 360);
  std::uniform_real_distribution<double> magnitude(-12, 2);
  std::uniform_real_distribution<double> day(-250'000, 3'700'000);
  const std::size_t rounds = values_to_compare() / 5;
  for (std::size_t i = 0; i < rounds; ++i) {
    ASSERT_TRUE(is_exact<7>(turn(random)));
    ASSERT_TRUE(is_exact<7>(std::pow(10.0, magnitude(random))));
    ASSERT_TRUE(is_exact<10>(std::pow(10.0, magnitude(random))));
    ASSERT_TRUE(is_exact<9>(day(random)));
    // A double next to the middle of two decimals, or in it.
    const double half = std::floor(turn(random) * 1e7) / 1e7 + 0.5e-7;
    ASSERT_TRUE(is_exact<7>(i % 3 == 0   ? half
                            : i % 3 == 1 ? std::nextafter(half, 1e9)
                                         : std::nextafter(half, -1e9)));
  }
}

template <int decimals>
void compare_any_bits(std::uint64_t bits) {
  const auto value = std::bit_cast<double>(bits);
  if (fits_units<decimals>(value)) {
    ASSERT_TRUE(is_exact<decimals>(value));
  }
}

TEST(PutFixed, RoundsEveryNumberThatFitsWithAnyDecimals) {
  std::mt19937_64 random(9);
  for (int i = 0; i < 200'000; ++i) {
    // Exponents that leave digits to write are one in twenty of all.
    const std::uint64_t exponent = 1023 - 70 + random() % 140;
    const std::uint64_t bits = (random() & 0x800F'FFFF'FFFF'FFFFU) | exponent << 52U;
    compare_any_bits<0>(bits);
    compare_any_bits<1>(bits);
    compare_any_bits<2>(bits);
    compare_any_bits<7>(bits);
    compare_any_bits<8>(bits);
    compare_any_bits<10>(bits);
    compare_any_bits<15>(bits);
    compare_any_bits<7>(random());
  }
}

TEST(PutFixed, RoundsTiesToEven) {
  EXPECT_EQ(fixed<2>(0.125), "0.12");
  EXPECT_EQ(fixed<2>(0.375), "0.38");
  EXPECT_EQ(fixed<0>(2.5), "2");
  EXPECT_EQ(fixed<0>(3.5), "4");
  EXPECT_EQ(fixed<1>(0.25), "0.2");
}

TEST(PutFixed, WritesZerosWhereTheyBelong) {
  EXPECT_EQ(fixed<7>(0), "0.0000000");
  EXPECT_EQ(fixed<7>(-1e-9), "0.0000000");
  EXPECT_EQ(fixed<10>(100.0000000001), "100.0000000001");
  EXPECT_EQ(fixed<15>(1.000000001), "1.000000001000000");
  EXPECT_EQ(fixed<7>(std::numeric_limits<double>::denorm_min()), "0.0000000");
  EXPECT_EQ(fixed<7>(999.99999996), "1000.0000000");
}

TEST(PutFixed, RefusesWhatIsNoNumberOrDoesNotFit) {
  EXPECT_THROW(fixed<7>(std::nan("")), std::logic_error);
  EXPECT_THROW(fixed<7>(-std::numeric_limits<double>::infinity()), std::logic_error);
  EXPECT_THROW(fixed<7>(1e12), std::logic_error);
  EXPECT_EQ(fixed<7>(9e11), "900000000000.0000000");
}

TEST(PutUnits, WritesEveryFractionOfSevenDigits) {
  // Each digit is counted up as an odometer's, so that nothing is divided.
  std::string expected = "0.0000000";
  for (std::uint64_t i = 0; i < std::uint64_t{astronova::samples(10'000'000)}; ++i) {
    Buffer text{};
    ASSERT_EQ((std::string_view{text.data(), put_units<7>(text.data(), i)}), expected);
    auto digit = expected.rbegin();
    for (; *digit == '9'; ++digit)
      *digit = '0';
    if (*digit != '.') ++*digit;
  }
}

TEST(PutUnits, WritesFractionsOfEightDigits) {
  for (std::uint64_t i = 0; i < 100'000'000; i += 997) {
    Buffer text{};
    const std::string written{text.data(), put_units<8>(text.data(), i)};
    const auto digits = std::to_string(i);
    ASSERT_EQ(written, "0." + std::string(8 - digits.size(), '0') + digits);
  }
}

TEST(PutUnsigned, WritesNoLeadingZeros) {
  for (std::uint64_t i = 0; i < 1100; ++i) {
    Buffer text{};
    ASSERT_EQ((std::string{text.data(), put_unsigned(text.data(), i)}), std::to_string(i));
  }
  Buffer text{};
  EXPECT_EQ((std::string{text.data(), put_unsigned(text.data(), UINT64_MAX)}),
            "18446744073709551615");
}

TEST(PaddedText, IsPutWithoutItsPadding) {
  const PaddedText<8> sun{"sun"};
  Buffer text{};
  char* const end = put(put(text.data(), sun), "!");
  EXPECT_EQ((std::string{text.data(), end}), "sun!");
}

}  // namespace
}  // namespace astronova
