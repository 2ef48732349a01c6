#include "places/zone_boundaries.h"

#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "places/time_zones.h"

namespace astronova::places {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Truly;

struct Spot {
  const char* name;
  double latitude;
  double longitude;
  std::vector<std::string_view> zones;
};

void expect_zones(const std::vector<Spot>& spots) {
  for (const Spot& spot : spots) {
    EXPECT_THAT(zones_at(spot.latitude, spot.longitude), ::testing::ElementsAreArray(spot.zones))
        << spot.name;
  }
}

TEST(ZoneBoundaries, CitiesLieInTheirZones) {
  expect_zones({{"Sydney", -33.87, 151.21, {"Australia/Sydney"}},
                {"Kathmandu", 27.72, 85.32, {"Asia/Kathmandu"}},
                {"New Delhi", 28.61, 77.21, {"Asia/Kolkata"}},
                {"New York", 40.71, -74.01, {"America/New_York"}},
                {"Sao Paulo", -23.55, -46.63, {"America/Sao_Paulo"}},
                {"Johannesburg", -26.2, 28.05, {"Africa/Johannesburg"}},
                {"Reykjavik", 64.15, -21.94, {"Atlantic/Reykjavik"}},
                {"Stanley", -51.7, -57.85, {"Atlantic/Stanley"}},
                {"Ushuaia", -54.8, -68.3, {"America/Argentina/Ushuaia"}},
                {"Broken Hill", -31.95, 141.45, {"Australia/Broken_Hill"}},
                {"Eucla", -31.68, 128.88, {"Australia/Eucla"}},
                {"Waitangi on Chatham Island", -43.95, -176.55, {"Pacific/Chatham"}},
                {"Longyearbyen", 78.22, 15.65, {"Arctic/Longyearbyen"}},
                {"Kaliningrad", 54.72, 20.5, {"Europe/Kaliningrad"}},
                {"Hong Kong", 22.3, 114.17, {"Asia/Hong_Kong"}},
                {"Macau", 22.19, 113.54, {"Asia/Macau"}},
                {"McMurdo Station", -77.85, 166.67, {"Antarctica/McMurdo"}}});
}

TEST(ZoneBoundaries, ZonesThatDifferOnlyBefore1970AreKeptApart) {
  expect_zones({{"Oslo", 59.91, 10.75, {"Europe/Oslo"}},
                {"Amsterdam", 52.37, 4.9, {"Europe/Amsterdam"}},
                {"Luxembourg", 49.61, 6.13, {"Europe/Luxembourg"}},
                {"Accra", 5.56, -0.2, {"Africa/Accra"}}});
}

TEST(ZoneBoundaries, EnclavesHaveTheirOwnZone) {
  expect_zones(
      {{"Buesingen", 47.697, 8.6888, {"Europe/Busingen"}},
       {"Vatican", 41.9022, 12.4533, {"Europe/Vatican"}},
       {"San Marino", 43.936, 12.447, {"Europe/San_Marino"}},
       {"Lesotho", -29.5, 28.3, {"Africa/Maseru"}},
       {"Llivia, Spanish within France", 42.4645, 1.9805, {"Europe/Madrid"}},
       {"Saillagouse, around it", 42.4594, 2.038, {"Europe/Paris"}},
       {"Campione, Italian within Switzerland", 45.972, 8.972, {"Europe/Rome"}},
       {"Baarle-Hertog, Belgian within the Netherlands", 51.4402, 4.9306, {"Europe/Brussels"}},
       {"Baarle-Nassau, around it", 51.4455, 4.929, {"Europe/Amsterdam"}}});
}

TEST(ZoneBoundaries, ArizonasEnclavesWithinEnclavesAreToldApart) {
  expect_zones(
      {{"Payson keeps standard time", 34.24, -111.33, {"America/Phoenix"}},
       {"Tuba City, Navajo, does not", 36.135, -111.24, {"America/Denver"}},
       {"Moenkopi beside it, Hopi, does", 36.111, -111.222, {"America/Phoenix"}},
       {"Second Mesa, Hopi, does", 35.82, -110.5, {"America/Phoenix"}},
       {"Jeddito, Navajo within the Hopi's land, does not", 35.77, -110.13, {"America/Denver"}}});
}

TEST(ZoneBoundaries, CountiesHaveTheirOwnHistory) {
  expect_zones({{"Louisville", 38.25, -85.76, {"America/Kentucky/Louisville"}},
                {"Monticello", 36.83, -84.85, {"America/Kentucky/Monticello"}},
                {"Marengo", 38.37, -86.34, {"America/Indiana/Marengo"}},
                {"Knox", 41.29, -86.62, {"America/Indiana/Knox"}},
                {"Winamac", 41.05, -86.6, {"America/Indiana/Winamac"}},
                {"Petersburg", 38.49, -87.28, {"America/Indiana/Petersburg"}},
                {"Vevay", 38.75, -85.07, {"America/Indiana/Vevay"}},
                {"Tell City", 37.95, -86.76, {"America/Indiana/Tell_City"}},
                {"Beulah", 47.26, -101.78, {"America/North_Dakota/Beulah"}},
                {"Center", 47.1, -101.3, {"America/North_Dakota/Center"}},
                {"Bismarck", 46.81, -100.78, {"America/Chicago"}}});
}

TEST(ZoneBoundaries, DisputedPlacesHaveAllTheirZonesThoseWhoAdministerThemFirst) {
  expect_zones(
      {{"Urumqi", 43.825, 87.6, {"Asia/Shanghai", "Asia/Urumqi"}},
       {"Kashgar", 39.47, 75.99, {"Asia/Shanghai", "Asia/Urumqi"}},
       {"Kiryat Netafim", 32.11689, 35.11222, {"Asia/Jerusalem", "Asia/Hebron"}},
       {"Sokhumi", 43.00697, 40.9893, {"Europe/Moscow", "Asia/Tbilisi"}},
       {"Kafia Kingi", 9.27345, 24.41701, {"Africa/Khartoum", "Africa/Juba"}},
       {"the Moselle at Palzem", 49.56667, 6.36667, {"Europe/Berlin", "Europe/Luxembourg"}}});
}

TEST(ZoneBoundaries, IslandsAtTheDateLineLieOnTheirSide) {
  expect_zones({{"Fiji, west of the antimeridian", -16.8, 179.95, {"Pacific/Fiji"}},
                {"Fiji, east of it", -16.8, -179.95, {"Pacific/Fiji"}},
                {"Fiji, on it", -16.8, 180, {"Pacific/Fiji"}},
                {"Fiji, on it from the other side", -16.8, -180, {"Pacific/Fiji"}},
                {"Chukotka, west of it", 66.5, 179, {"Asia/Anadyr"}},
                {"Chukotka, east of it", 66.5, -179, {"Asia/Anadyr"}},
                {"Big Diomede", 65.78, -169.06, {"Asia/Anadyr"}},
                {"Little Diomede", 65.75, -168.92, {"America/Nome"}},
                {"Samoa", -13.83, -171.77, {"Pacific/Apia"}},
                {"American Samoa", -14.28, -170.7, {"Pacific/Pago_Pago"}},
                {"Kiritimati", 1.87, -157.4, {"Pacific/Kiritimati"}}});
}

TEST(ZoneBoundaries, SeaHasBandsOfFifteenDegrees) {
  expect_zones({{"Gulf of Guinea", 0, 0, {"Etc/GMT"}},
                {"North Atlantic", 53.77, -20, {"Etc/GMT+1"}},
                {"Arabian Sea", 12, 62, {"Etc/GMT-4"}},
                {"South Pacific", -40, -120, {"Etc/GMT+8"}}});
}

TEST(ZoneBoundaries, BandsAtSeaHoldTheirWesternEdge) {
  for (int hours = -11; hours <= 12; ++hours) {
    const double edge = hours * 15 - 7.5;
    const auto name = [](int offset) {
      if (offset == 0) return std::string("Etc/GMT");
      return (offset < 0 ? "Etc/GMT+" : "Etc/GMT-") + std::to_string(std::abs(offset));
    };
    // All of the circle is sea there.
    EXPECT_THAT(zones_at(-58.5, edge), ElementsAre(name(hours)));
    EXPECT_THAT(zones_at(-58.5, std::nextafter(edge, -180)), ElementsAre(name(hours - 1)));
  }
}

TEST(ZoneBoundaries, EndsOfTheWorldBelongToIt) {
  expect_zones({{"east", 0, 180, {"Etc/GMT-12"}},
                {"west", 0, -180, {"Etc/GMT+12"}},
                {"north pole", 90, 0, {"Etc/GMT"}},
                {"north pole by way of Kolkata", 90, 88, {"Etc/GMT-6"}},
                {"north pole by way of the antimeridian", 90, 180, {"Etc/GMT-12"}},
                {"south pole", -90, 0, {"Antarctica/McMurdo"}},
                {"south pole by way of the antimeridian", -90, -180, {"Antarctica/McMurdo"}}});
}

TEST(ZoneBoundaries, CoordinatesBeyondTheWorldAreTakenBackToItsEdge) {
  const double nowhere = std::nan("");
  EXPECT_THAT(zones_at(1000, 1e300), ElementsAre("Etc/GMT-12"));
  EXPECT_THAT(zones_at(-1000, -1e300), ElementsAre("Antarctica/McMurdo"));
  EXPECT_FALSE(zones_at(nowhere, nowhere).empty());
}

TEST(ZoneBoundaries, EveryZoneIsInTheSystemsDatabase) {
  EXPECT_GE(zones_with_boundaries().size(), 440U);
  EXPECT_THAT(zones_with_boundaries(), Each(Truly(zone_exists)));
}

TEST(ZoneBoundaries, SourceIsNamed) {
  EXPECT_EQ(zone_boundaries_source(), "geo-tz 8.1.9");
}

}  // namespace
}  // namespace astronova::places
