#include "tests/astrology/support/skies.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "sky/swiss/swiss_ephemeris.h"
#include "sky/table/build_table.h"
#include "sky/table/table_ephemeris.h"

namespace astronova::astrology {

const sky::Ephemeris& swiss_sky() {
  static const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  return **opened;
}

std::unique_ptr<sky::Ephemeris> table_sky(std::vector<sky::Body> bodies, JulianDayUt first,
                                          JulianDayUt last) {
  const auto file = std::filesystem::temp_directory_path() /
                    ("astronova-astrology-test-" + std::to_string(getpid()) + ".table");
  const auto built = sky::table::build_table(
      {sky::default_ephemeris_directory, file.string(), first, last, {}, std::move(bodies)},
      [](const sky::table::SeriesSize&) {});
  EXPECT_TRUE(built);
  auto behind = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  EXPECT_TRUE(behind);
  auto opened = sky::open_table_ephemeris(file.string(), *behind);
  std::filesystem::remove(file);  // the mapping stays
  EXPECT_TRUE(opened);
  return std::move(*opened);
}

}  // namespace astronova::astrology
