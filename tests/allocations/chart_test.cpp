#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "astrology/western/natal_chart.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "sky/table/build_table.h"
#include "sky/table/table_ephemeris.h"
#include "tests/support/allocation_count.h"

namespace astronova::astrology {
namespace {

using sky::Body;
using testing::allocation_count;

constexpr JulianDayUt first_day{2451545};
constexpr JulianDayUt last_day{2451575};

std::unique_ptr<sky::Ephemeris> table() {
  const auto file = std::filesystem::temp_directory_path() /
                    ("astronova-allocations-" + std::to_string(getpid()));
  const auto built = sky::table::build_table(
      {sky::default_ephemeris_directory, file.string(), first_day, last_day},
      [](const sky::table::SeriesSize&) {});
  auto behind = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  if (!built || !behind) return nullptr;
  auto opened = sky::open_table_ephemeris(file.string(), *behind);
  std::filesystem::remove(file);
  return opened ? std::move(*opened) : nullptr;
}

TEST(NatalChart, IsComputedFromATableWithoutAllocating) {
  const auto ephemeris = table();
  ASSERT_TRUE(ephemeris);
  NatalSettings settings;
  for (int i = 0; i < static_cast<int>(Body::earth); ++i)
    settings.bodies.push_back(static_cast<Body>(i));
  settings.aspects = AspectSettings::with_default_orbs();
  for (std::size_t i = 0; i < aspect_kind_count; ++i)
    settings.aspects.want(static_cast<AspectKind>(i));
  const sky::GeographicPosition place{52.5, 13.4, 0};
  for (const auto zodiac : {std::optional<sky::Ayanamsa>{}, std::optional{sky::Ayanamsa::lahiri}}) {
    settings.frame.ayanamsa = zodiac;
    for (double day = first_day.value; day < last_day.value; day += 1.37) {
      const auto before = allocation_count();
      const auto chart = compute_natal_chart(*ephemeris, {day}, place, settings);
      EXPECT_EQ(allocation_count(), before);
      ASSERT_TRUE(chart);
      EXPECT_FALSE(chart->aspects.empty());
    }
  }
  // The count counts.
  const auto before = allocation_count();
  const std::vector<Body> copy(settings.bodies.begin(), settings.bodies.end());
  EXPECT_EQ(allocation_count(), before + 1);
}

}  // namespace
}  // namespace astronova::astrology
