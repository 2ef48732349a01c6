#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/event_calendar.h"
#include "tests/api/support.h"

namespace astronova::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char events[] = "/api/v1/events";

std::string events_of(std::string_view query) {
  return std::string{events} + "?" + std::string{query};
}

std::vector<std::string> kinds_of(const boost::json::value& body) {
  std::vector<std::string> kinds;
  for (const auto& item : body.at("items").as_array())
    kinds.emplace_back(item.at("kind").as_string().c_str());
  return kinds;
}

TEST(EventsRoute, GivesWhatHappensInTheOrderOfTime) {
  const ApiUnderTest api;
  const auto body = body_of(api.get(events_of("from=2026-08-12&to=2026-08-13")));
  EXPECT_EQ(body.at("from").as_string(), "2026-08-12T00:00:00Z");
  EXPECT_EQ(body.at("to").as_string(), "2026-08-13T00:00:00Z");
  const auto kinds = kinds_of(body);
  EXPECT_THAT(kinds, ::testing::Contains("solarEclipse"));
  EXPECT_THAT(kinds, ::testing::Contains("lunarPhase"));
  EXPECT_THAT(kinds, Not(::testing::Contains("rise")));
  std::string last;
  for (const auto& item : body.at("items").as_array()) {
    const std::string at = item.at("at").as_string().c_str();
    EXPECT_LE(last, at);
    EXPECT_EQ(at.size(), std::string{"2026-08-12T00:00:00Z"}.size()) << "to the second";
    last = at;
  }
}

TEST(EventsRoute, GivesTheKindsThatAreNamedAlone) {
  const ApiUnderTest api;
  const auto body =
      body_of(api.get(events_of("from=2026-01-01&to=2027-01-01&kinds=seasons,apsides")));
  for (const auto& kind : kinds_of(body))
    EXPECT_TRUE(kind == "season" || kind == "apsis") << kind;
  EXPECT_EQ(body.at("items").as_array().size(), 4U + 2U + 27U);
}

TEST(EventsRoute, TellsWhatAnEclipseLooksLikeAtAPlace) {
  const ApiUnderTest api;
  const auto body = body_of(api.get(events_of(
      "from=2026-08-12&to=2026-08-13&kinds=solarEclipses&latitude=43.36&longitude=-5.85")));
  const auto& eclipse = body.at("items").at(0);
  EXPECT_EQ(eclipse.at("at").as_string(), "2026-08-12T17:45:59Z");
  EXPECT_EQ(eclipse.at("type").as_string(), "total");
  EXPECT_EQ(eclipse.at("saros").as_int64(), 126);
  const auto& local = eclipse.at("local");
  EXPECT_EQ(local.at("type").as_string(), "total");
  EXPECT_EQ(local.at("secondContact").at("at").as_string(), "2026-08-12T18:27:07Z");
  EXPECT_TRUE(local.at("visible").as_bool());
  EXPECT_FALSE(local.at("fourthContact").at("visible").is_null());
}

TEST(EventsRoute, GivesSiderealSignsOnRequest) {
  const ApiUnderTest api;
  const auto sign = [&](std::string_view zodiac) {
    const auto body =
        body_of(api.get(events_of("from=2026-08-12&to=2026-08-13&kinds=lunarPhases&zodiac=") +
                        std::string{zodiac}));
    return std::string{body.at("items").at(0).at("sign").as_string().c_str()};
  };
  EXPECT_EQ(sign("tropical"), "Leo");
  EXPECT_EQ(sign("sidereal"), "Cancer");
}

TEST(EventsRoute, SaysWhereTheSunDoesNotRise) {
  const ApiUnderTest api;
  const auto body = body_of(api.get(events_of(
      "from=2026-12-10&to=2026-12-12&kinds=riseSet&bodies=sun&latitude=69.65&longitude=18.95")));
  EXPECT_EQ(kinds_of(body), (std::vector<std::string>{"culmination", "antiCulmination",
                                                      "culmination", "antiCulmination"}));
  const auto& warning = body.at("warnings").at(0);
  EXPECT_EQ(warning.at("code").as_string(), "horizon.circumpolar");
  EXPECT_THAT(warning.at("detail").as_string().c_str(), HasSubstr("sun stays below the horizon"));
}

TEST(EventsRoute, WrongParametersAreNamed) {
  const ApiUnderTest api;
  const auto response = api.get(events_of(
      "from=soon&kinds=sezons&bodies=mon,earth&aspects=x&zodiac=y&voidBodies=z&latitude=91&q=1"));
  ASSERT_EQ(response.status, 422U);
  EXPECT_THAT(error_at(response, "/from"), HasSubstr("RFC 3339"));
  EXPECT_THAT(error_at(response, "/to"), HasSubstr("required"));
  EXPECT_THAT(error_at(response, "/kinds/0"), HasSubstr("Did you mean 'seasons'?"));
  EXPECT_THAT(error_at(response, "/bodies/0"), HasSubstr("Did you mean 'moon'?"));
  for (const auto* pointer :
       {"/bodies/1", "/aspects/0", "/zodiac", "/voidBodies", "/latitude", "/longitude", "/q"})
    EXPECT_NE(error_at(response, pointer), "") << pointer;
}

TEST(EventsRoute, KindsOfTheDayNeedAPlace) {
  const ApiUnderTest api;
  const auto response = api.get(events_of("from=2026-01-01&to=2026-01-02&kinds=twilights"));
  ASSERT_EQ(response.status, 422U);
  EXPECT_THAT(error_at(response, "/latitude"), HasSubstr("twilights are of a place"));
}

TEST(EventsRoute, LongRangesAreRefusedWithTheirLimit) {
  const ApiUnderTest api;
  const auto refusal = [&](std::string_view query) {
    const auto response = api.get(events_of(query));
    EXPECT_EQ(response.status, 422U) << query;
    return error_at(response, "/to");
  };
  EXPECT_THAT(refusal("from=1900-01-01&to=2020-01-03&kinds=seasons"), HasSubstr("120 years"));
  EXPECT_EQ(api.get(events_of("from=1900-01-01&to=2020-01-01&kinds=seasons")).status, 200U);
  EXPECT_THAT(refusal("from=2000-01-01&to=2031-01-01&kinds=aspects"), HasSubstr("30 years"));
  EXPECT_THAT(refusal("from=2020-01-01&to=2024-01-01&kinds=planetaryHours&latitude=0&longitude=0"),
              HasSubstr("3 years"));
  EXPECT_THAT(refusal("from=2026-01-01&to=2025-01-01"), HasSubstr("before from"));
  EXPECT_THAT(refusal("from=2024-01-01&to=2027-01-01&kinds=riseSet,planetaryHours,twilights&"
                      "latitude=0&longitude=0"),
              HasSubstr("50000 events"));
}

TEST(EventsRoute, OutsideTheEphemerisTheRangeIsNamed) {
  const ApiUnderTest api;
  const auto response = api.get(events_of("from=9000-01-01&to=9010-01-01&kinds=seasons"));
  EXPECT_EQ(response.status, 422U);
  EXPECT_THAT(error_at(response, "/from"), HasSubstr("is covered from"));
}

http::Response calendar_of(const ApiUnderTest& api, const std::string& target,
                           std::string_view accept) {
  http::Request request{http::Method::get, target};
  request.headers.emplace_back("Accept", accept);
  return api.router().handle(request);
}

TEST(EventsRoute, AnswersACalendarWhereThatIsAccepted) {
  const ApiUnderTest api;
  const auto target = events_of(
      "from=2026-08-12&to=2026-08-14&kinds=solarEclipses,voidOfCourse,planetaryHours&"
      "latitude=43.36&longitude=-5.85");
  const auto response = calendar_of(api, target, "text/calendar");
  EXPECT_EQ(response.status, 200U);
  EXPECT_EQ(response.content_type, "text/calendar; charset=utf-8");
  const std::string text{response.content()};
  EXPECT_TRUE(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"));
  EXPECT_TRUE(text.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
  EXPECT_THAT(text, HasSubstr("DTSTART:20260812T174559Z\r\n"));
  EXPECT_THAT(text, HasSubstr("SUMMARY:Total solar eclipse\\, magnitude 1.039\\, saros 126\r\n"));
  EXPECT_THAT(text, HasSubstr("DTEND:"));
  EXPECT_EQ(calendar_of(api, target, "image/png").status, 406U);
  // Every line ends in CR LF and has 75 bytes at most; every id is there once.
  std::set<std::string> ids;
  std::size_t events_found = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = text.find("\r\n", begin);
    ASSERT_NE(end, std::string::npos);
    const auto line = text.substr(begin, end - begin);
    EXPECT_LE(line.size(), 75U);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    if (line.starts_with("UID:")) {
      ids.insert(line);
      ++events_found;
    }
    begin = end + 2;
  }
  EXPECT_EQ(ids.size(), events_found);
  EXPECT_GT(events_found, 45U);
}

// RFC 5545, 3.6: "one or more calendar components".
TEST(EventsRoute, AnswersACalendarWithATimeZoneWhereNothingHappens) {
  const ApiUnderTest api;
  const auto response =
      calendar_of(api, events_of("from=2026-01-05&to=2026-01-06&kinds=seasons"), "text/calendar");
  EXPECT_EQ(response.status, 200U);
  EXPECT_THAT(std::string{response.content()},
              HasSubstr("\r\nBEGIN:VTIMEZONE\r\nTZID:Etc/UTC\r\n"));
}

TEST(EventCalendar, NamesAnEventAlikeWhereTwoEphemeridesDifferBySeconds) {
  const auto ids_of = [](JulianDayUt at) {
    usecases::SkyEvents events;
    events.stations.push_back({at, sky::Body::mercury, true, 352.5});
    const auto text = write_event_calendar(events);
    const auto begin = text.find("UID:");
    return text.substr(begin, text.find("\r\n", begin) - begin);
  };
  const JulianDayUt at{2461097.78344};  // 2026-02-26T06:48:09
  EXPECT_EQ(ids_of(at), "UID:station-mercury-retrograde-20260226T06@astronova");
  EXPECT_EQ(ids_of(at), ids_of({at.value + 45.0 / 86'400}));
}

TEST(EventCalendar, TellsApartWhatHappensTwiceInAnHour) {
  usecases::SkyEvents found;
  const JulianDayUt at{2461097.76};
  for (const double minutes : {0.0, 5.0})
    found.aspects.push_back({{at.value + minutes / 1440},
                             sky::Body::venus,
                             sky::Body::mars,
                             astrology::AspectKind::trine});
  const auto text = write_event_calendar(found);
  EXPECT_THAT(text, HasSubstr("UID:aspect-venus-trine-mars-20260226T06@astronova\r\n"));
  EXPECT_THAT(text, HasSubstr("UID:aspect-venus-trine-mars-20260226T06-2@astronova\r\n"));
}

// RFC 5545, 3.8.2.2: an end is later than the beginning.
TEST(EventCalendar, LeavesOutAnEndThatIsWithinTheSecond) {
  usecases::SkyEvents found;
  const JulianDayUt at{2461097.76};
  astrology::VoidOfCourse brief;
  brief.at = at;
  brief.until = {at.value + 0.1 / 86'400};
  found.void_of_course.push_back(brief);
  EXPECT_THAT(write_event_calendar(found), Not(HasSubstr("DTEND")));
}

TEST(EventsRoute, AnswersTheSameBytesToTheSameRequest) {
  const ApiUnderTest api;
  const auto target = events_of("from=2026-01-01&to=2026-03-01");
  EXPECT_EQ(body_of(api.get(target)), body_of(api.get(target)));
  EXPECT_EQ(calendar_of(api, target, "text/calendar").content(),
            calendar_of(api, target, "text/calendar").content());
}

}  // namespace
}  // namespace astronova::api
