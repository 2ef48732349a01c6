#include "tests/astrology/support/skies.h"

#include <gtest/gtest.h>

#include "sky/swiss/swiss_ephemeris.h"
#include "sky/table/table_ephemeris.h"

namespace astronova::astrology {

const sky::Ephemeris& swiss_sky() {
  static const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  return **opened;
}

std::unique_ptr<sky::Ephemeris> table_sky(std::vector<sky::Body> bodies, JulianDayUt first,
                                          JulianDayUt last) {
  auto behind = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  EXPECT_TRUE(behind);
  auto opened = sky::make_table_ephemeris(
      {sky::default_ephemeris_directory, {}, first, last, {}, std::move(bodies)}, *behind);
  EXPECT_TRUE(opened);
  return std::move(*opened);
}

}  // namespace astronova::astrology
