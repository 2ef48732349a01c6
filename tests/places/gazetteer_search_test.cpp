// What people type, and the place that they mean. Populations and names are GeoNames'.

#include <algorithm>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "places/gazetteer.h"

namespace astronova::places {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::vector<std::string> found(std::string_view text, std::size_t limit = 10,
                               std::string_view language = "") {
  const auto places = search_places(text, limit, language);
  if (!places) {
    const Error error = places.error();
    return {"refused: " + error.detail};
  }
  std::vector<std::string> labels;
  for (const auto& place : *places)
    labels.push_back(label(place));
  return labels;
}

std::string first(std::string_view text) {
  const auto labels = found(text);
  return labels.empty() ? "nothing" : labels.front();
}

struct Typed {
  const char* text;
  const char* first;
};

void expect_first(const std::vector<Typed>& all) {
  for (const auto& typed : all)
    EXPECT_EQ(first(typed.text), typed.first) << typed.text;
}

TEST(GazetteerSearch, CitiesAreFoundByTheNamesPeopleKnowThemBy) {
  expect_first({{"zurich", "Zürich, Zurich, Switzerland"},
                {"zuerich", "Zürich, Zurich, Switzerland"},
                {"münchen", "Munich, Bavaria, Germany"},
                {"muenchen", "Munich, Bavaria, Germany"},
                {"munich", "Munich, Bavaria, Germany"},
                {"cologne", "Köln, North Rhine-Westphalia, Germany"},
                {"bombay", "Mumbai, Maharashtra, India"},
                {"paris", "Paris, Île-de-France, France"},
                {"den haag", "The Hague, South Holland, Netherlands"},
                {"wien", "Vienna, Austria"},
                {"praha", "Prague, Czechia"},
                {"roma", "Rome, Lazio, Italy"},
                {"ciudad de mexico", "Mexico City, Mexico"},
                {"singapore", "Singapore"}});
}

TEST(GazetteerSearch, CitiesAreFoundByTheNamesTheyHadBefore) {
  expect_first({{"leningrad", "Saint Petersburg, St.-Petersburg, Russia"},
                {"stalingrad", "Volgograd, Volgograd Oblast, Russia"},
                {"breslau", "Wrocław, Lower Silesia, Poland"},
                {"danzig", "Gdańsk, Pomerania, Poland"},
                {"lemberg", "Lviv, Ukraine"},
                {"constantinople", "Istanbul, Turkey"},
                {"smyrna", "İzmir, İzmir Province, Turkey"},
                {"madras", "Chennai, Tamil Nadu, India"},
                {"calcutta", "Kolkata, West Bengal, India"},
                {"benares", "Varanasi, Uttar Pradesh, India"},
                {"rangoon", "Yangon, Myanmar"},
                {"batavia", "Jakarta, Indonesia"},
                {"peking", "Beijing, China"},
                {"kristiania", "Oslo, Norway"},
                {"tiflis", "Tbilisi, Georgia"}});
  EXPECT_THAT(first("saigon"), StartsWith("Ho Chi Minh City"));
}

TEST(GazetteerSearch, CaseAndDiacriticsDoNotCount) {
  for (const char* text : {"são paulo", "sao paulo", "SAO PAULO", "São Paulo", "SÃO PAULO"})
    EXPECT_EQ(first(text), "São Paulo, Brazil") << text;
  for (const char* text : {"łódź", "lodz", "ŁÓDŹ", "Lódz"})
    EXPECT_EQ(first(text), "Łódź, Łódź Voivodeship, Poland") << text;
  for (const char* text : {"reykjavík", "reykjavik", "REYKJAVÍK"})
    EXPECT_EQ(first(text), "Reykjavík, Capital Region, Iceland") << text;
  for (const char* text : {"Đà Nẵng", "ðà nẵng", "da nang"})
    EXPECT_EQ(first(text), "Da Nang, Vietnam") << text;
}

TEST(GazetteerSearch, LettersOutsideTheAlphabetCountHoweverTheyAreEncoded) {
  EXPECT_EQ(first("Zu\u0308rich"), first("Zürich"));
  EXPECT_EQ(first("Ｐａｒｉｓ"), first("Paris"));
}

TEST(GazetteerSearch, CitiesAreFoundInTheirOwnScript) {
  expect_first({{"москва", "Moscow, Russia"},
                {"МОСКВА", "Moscow, Russia"},
                {"моск", "Moscow, Russia"},
                {"東京", "Tokyo, Japan"},
                {"القاهرة", "Cairo, Egypt"},
                {"αθήνα", "Athens, Attica, Greece"},
                {"서울", "Seoul, South Korea"},
                {"ירושלים", "Jerusalem, Israel"}});
}

TEST(GazetteerSearch, EverySignForAnApostropheIsOneAndNoneIsNeeded) {
  for (const char* text : {"Xi'an", "Xi’an", "Xi‘an", "Xi`an", "Xi´an", "Xi′an", "Xiʼan", "xian"})
    EXPECT_EQ(first(text), "Xi’an, Shaanxi, China") << text;
}

TEST(GazetteerSearch, PunctuationMayBeLeftOut) {
  expect_first({{"st petersburg", "Saint Petersburg, St.-Petersburg, Russia"},
                {"st. petersburg, fl", "St. Petersburg, Florida, United States"},
                {"st louis", "St. Louis, Missouri, United States"},
                {"stratford upon avon", "Stratford-upon-Avon, England, United Kingdom"},
                {"frankfurt oder", "Frankfurt (Oder), Brandenburg, Germany"}});
}

TEST(GazetteerSearch, ShortenedWordsAreSpeltOut) {
  expect_first({{"mt vernon, ny", "Mount Vernon, New York, United States"},
                {"ft worth", "Fort Worth, Texas, United States"},
                {"ste foy", "Sainte-Foy, Pays de la Loire, France"}});
}

TEST(GazetteerSearch, APlacesOwnNameCountsMoreThanWhatALargerOneWasOnceCalled) {
  expect_first({{"salisbury", "Salisbury, England, United Kingdom"},
                {"nazareth", "Nazareth, Northern District, Israel"},
                {"manhattan", "Manhattan, New York, United States"},
                {"geneva", "Genève, Geneva, Switzerland"},
                {"madras", "Chennai, Tamil Nadu, India"},
                {"calcutta", "Kolkata, West Bengal, India"}});
}

TEST(GazetteerSearch, ADivisionOrCountryMayFollowAComma) {
  for (const char* text :
       {"paris, texas", "Paris,TX", "paris, tx", "PARIS, TEX", "paris,, texas,", "paris, texas, us",
        "paris, tx, usa", "paris, tx usa", "Paris, Texas, U.S.A.", "paris, usa", "paris, america"})
    EXPECT_EQ(first(text), "Paris, Texas, United States") << text;
  expect_first({{"london, ontario", "London, Ontario, Canada"},
                {"london, on", "London, Ontario, Canada"},
                {"perth, uk", "Perth, Scotland, United Kingdom"},
                {"perth, u.k.", "Perth, Scotland, United Kingdom"},
                {"valencia, españa", "Valencia, Spain"},
                {"moscow, россия", "Moscow, Russia"},
                {"washington, d.c.", "Washington, District of Columbia, United States"},
                {"tripoli, lebanon", "Tripoli, North Lebanon, Lebanon"}});
}

TEST(GazetteerSearch, ADivisionOrCountryMayFollowWithoutAComma) {
  for (const char* text : {"paris texas", "paris tx", "paris tx usa", "paris texas usa"})
    EXPECT_EQ(first(text), "Paris, Texas, United States") << text;
  expect_first({{"london england", "London, England, United Kingdom"},
                {"london england uk", "London, England, United Kingdom"},
                {"boston ma usa", "Boston, Massachusetts, United States"},
                {"san jose costa rica", "San José, Costa Rica"},
                {"la paz bolivia", "La Paz, La Paz Department, Bolivia"},
                {"washington d.c.", "Washington, District of Columbia, United States"},
                {"wien österreich", "Vienna, Austria"}});
}

TEST(GazetteerSearch, ARegionCountsThoughLongerNamesBeginLikeIt) {
  expect_first({{"san jose ca", "San Jose, California, United States"},
                {"santa cruz ca", "Santa Cruz, California, United States"},
                {"santa ana ca", "Santa Ana, California, United States"},
                {"san juan pr", "San Juan, Puerto Rico"}});
  EXPECT_THAT(found("new york m"), Contains("New York Mills, Minnesota, United States"));
}

TEST(GazetteerSearch, OnlyPlacesOfTheRegionAreFound) {
  EXPECT_THAT(found("springfield, illinois"), Each(HasSubstr("Illinois, United States")));
  EXPECT_THAT(found("victoria, bc"), Each(EndsWith("Canada")));
  EXPECT_THAT(found("paris, japan"), IsEmpty());
  EXPECT_THAT(found("paris, nowhere"), IsEmpty());
  EXPECT_THAT(found("paris, texas, france"), IsEmpty());
}

TEST(GazetteerSearch, EachWordTypedIsTheBeginningOfAWordOfTheName) {
  EXPECT_THAT(found("francisco"), Contains("San Francisco, California, United States"));
  EXPECT_THAT(found("york"), IsSupersetOf({"York, England, United Kingdom",
                                           "New York City, New York, United States"}));
  EXPECT_EQ(first("rio de j"), "Rio de Janeiro, Brazil");
  EXPECT_EQ(first("buen air"), "Buenos Aires, Buenos Aires F.D., Argentina");
  EXPECT_EQ(first("amsterd"), "Amsterdam, North Holland, Netherlands");
}

TEST(GazetteerSearch, OneErrorIsForgivenInFourLettersAndTwoInSix) {
  expect_first({{"lond0n", "London, England, United Kingdom"},
                {"amstredam", "Amsterdam, North Holland, Netherlands"},
                {"melborne", "Melbourne, Victoria, Australia"},
                {"edimbrugh", "Edinburgh, Scotland, United Kingdom"},
                {"albuquerqe", "Albuquerque, New Mexico, United States"},
                {"cincinatti", "Cincinnati, Ohio, United States"},
                {"birmingam, uk", "Birmingham, England, United Kingdom"},
                {"san francsico", "San Francisco, California, United States"},
                {"екатиринбург", "Yekaterinburg, Sverdlovsk Oblast, Russia"}});
  EXPECT_THAT(found("oslx"), Contains("Oslo, Norway"));
}

TEST(GazetteerSearch, NoErrorIsForgivenInThreeLetters) {
  EXPECT_THAT(found("ulm"), Contains("Ulm, Baden-Wurttemberg, Germany"));
  EXPECT_THAT(found("ulq"), Not(Contains("Ulm, Baden-Wurttemberg, Germany")));
}

TEST(GazetteerSearch, WholeNamesComeBeforeBeginnings) {
  // Porto Alegre has six times the inhabitants.
  const auto labels = found("porto", 50);
  EXPECT_EQ(labels.front(), "Porto, Portugal");
  EXPECT_THAT(labels, Contains("Porto Alegre, Rio Grande do Sul, Brazil"));
}

TEST(GazetteerSearch, OfOneNameTheMostPopulousComesFirst) {
  const auto places = search_places("springfield", 6);
  ASSERT_TRUE(places);
  ASSERT_THAT(*places, SizeIs(6));
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ((*places)[i].name, "Springfield");
    if (i > 0) {
      EXPECT_GE((*places)[i - 1].population, (*places)[i].population);
    }
  }
}

TEST(GazetteerSearch, AMainNameComesBeforeAnotherNameOfAPlaceLikeIt) {
  // Bordeaux has a few inhabitants more, and Porto for another name.
  const auto labels = found("porto");
  const auto porto = std::find(labels.begin(), labels.end(), "Porto, Portugal");
  const auto bordeaux = std::find(labels.begin(), labels.end(), "Bordeaux, New Aquitaine, France");
  ASSERT_NE(bordeaux, labels.end());
  EXPECT_LT(porto, bordeaux);
}

TEST(GazetteerSearch, AMuchLargerPlaceComesFirstThoughByAnotherName) {
  // There are a Calcutta in Ohio and a Batavia in Illinois.
  EXPECT_EQ(first("calcutta"), "Kolkata, West Bengal, India");
  EXPECT_THAT(found("calcutta"), Contains("Calcutta, Ohio, United States"));
  EXPECT_EQ(first("batavia"), "Jakarta, Indonesia");
}

TEST(GazetteerSearch, ALongerListBeginsWithTheShorterOne) {
  for (const char* text : {"paris", "san jose ca", "sant", "new york m", "xyzzyq", "amstredam",
                           "la paz", "birmingam", "s", "santa cruz c"}) {
    const auto all = found(text, 50);
    for (const std::size_t limit : {0U, 1U, 2U, 3U, 7U, 10U, 20U}) {
      const auto some = found(text, limit);
      EXPECT_EQ(some.size(), std::min(limit, all.size())) << text;
      EXPECT_TRUE(std::equal(some.begin(), some.end(), all.begin())) << text << ' ' << limit;
    }
  }
}

TEST(GazetteerSearch, AnyLimitIsTaken) {
  EXPECT_THAT(found("paris", 0), IsEmpty());
  EXPECT_THAT(found("san", 1'000'000), SizeIs(::testing::Ge(100U)));
  EXPECT_THAT(found("zurich", static_cast<std::size_t>(-1)), Not(IsEmpty()));
}

TEST(GazetteerSearch, NamesAreInTheLanguageAskedFor) {
  EXPECT_THAT(found("munich", 1, "de"), ElementsAre("München, Bavaria, Deutschland"));
  EXPECT_THAT(found("munich", 1, "fr"), ElementsAre("Munich, Bavaria, Allemagne"));
  EXPECT_THAT(found("munich", 1, "ru"), ElementsAre("Мюнхен, Bavaria, Германия"));
  EXPECT_THAT(found("warsaw", 1, "pl"), ElementsAre("Warszawa, Mazovia, Polska"));
}

TEST(GazetteerSearch, UnknownLanguagesAreEnglish) {
  for (const char* language : {"", "en", "xx", "tlh", "DE", "de-CH", "a language without a code"})
    EXPECT_THAT(found("munich", 1, language), ElementsAre("Munich, Bavaria, Germany")) << language;
}

TEST(GazetteerSearch, WhatNobodyIsCalledIsNotFound) {
  EXPECT_THAT(found("xyzzyqwerty"), IsEmpty());
  EXPECT_THAT(found("qqq"), IsEmpty());
  EXPECT_THAT(found("ꙮꙮꙮꙮ"), IsEmpty());
}

TEST(GazetteerSearch, APlaceIsCompletelyDescribed) {
  const auto places = search_places("paris, texas", 1);
  ASSERT_TRUE(places);
  ASSERT_THAT(*places, SizeIs(1));
  const auto& paris = places->front();
  EXPECT_EQ(paris.name, "Paris");
  EXPECT_EQ(paris.admin, "Texas");
  EXPECT_EQ(paris.country, "United States");
  EXPECT_EQ(paris.country_code, "US");
  EXPECT_DOUBLE_EQ(paris.latitude, 33.66094);
  EXPECT_DOUBLE_EQ(paris.longitude, -95.55551);
  EXPECT_EQ(paris.population, 24782U);
}

TEST(GazetteerSearch, ALabelRepeatsNothing) {
  Place place;
  place.name = "Luxembourg";
  place.admin = "Luxembourg";
  place.country = "Luxembourg";
  EXPECT_EQ(label(place), "Luxembourg");
  place.name = "Lima";
  place.admin = "";
  place.country = "Peru";
  EXPECT_EQ(label(place), "Lima, Peru");
}

TEST(GazetteerSearch, SaysWhatItIsMadeFrom) {
  EXPECT_THAT(std::string(gazetteer_sources()),
              AllOf(HasSubstr("GeoNames"), HasSubstr("CC BY 4.0"), HasSubstr("2023-03-05")));
  EXPECT_GT(place_count(), 170'000U);
}

TEST(GazetteerSearch, ThreadsMayAskFirstAndTogether) {
  std::vector<std::vector<std::string>> answers(8);
  std::vector<std::thread> threads;
  threads.reserve(answers.size());
  for (auto& answer : answers) {
    threads.emplace_back([&answer] {
      answer = found("amstredam");
      answer.push_back(label(nearest_places(48.85, 2.35, 1).front().place));
      answer.push_back(std::string(place_named("Zürich")->place.name));
    });
  }
  for (auto& thread : threads)
    thread.join();
  EXPECT_THAT(answers, Each(answers.front()));
  EXPECT_THAT(answers.front(), IsSupersetOf({"Amsterdam, North Holland, Netherlands", "Zürich"}));
}

}  // namespace
}  // namespace astronova::places
