#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "places/gazetteer.h"

namespace astronova::places {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::string name(std::string_view text) {
  const auto named = place_named(text);
  if (named) return label(named->place);
  const Error error = named.error();
  return "refused: " + error.detail;
}

std::vector<std::string> others(std::string_view text) {
  const auto named = place_named(text);
  std::vector<std::string> labels;
  if (!named) return labels;
  for (const auto& place : named->others)
    labels.push_back(label(place));
  return labels;
}

struct Given {
  const char* text;
  const char* place;
};

TEST(PlaceNamed, AWholeNameIsThePlace) {
  for (const auto& given :
       {Given{"Paris", "Paris, Île-de-France, France"},
        Given{"zurich", "Zürich, Zurich, Switzerland"},
        Given{"New York", "New York City, New York, United States"},
        Given{"new york city", "New York City, New York, United States"},
        Given{"Rio de Janeiro", "Rio de Janeiro, Brazil"},
        Given{"MÜNCHEN", "Munich, Bavaria, Germany"},
        Given{"Leningrad", "Saint Petersburg, St.-Petersburg, Russia"},
        Given{"Москва", "Moscow, Russia"},
        Given{"Ho Chi Minh City", "Ho Chi Minh City, Lạng Sơn Province, Vietnam"},
        Given{"Saint-Louis-lès-Bitche", "Saint-Louis-lès-Bitche, Grand Est, France"}}) {
    EXPECT_EQ(name(given.text), given.place) << given.text;
  }
}

TEST(PlaceNamed, ARegionTellsPlacesOfOneNameApart) {
  for (const auto& given :
       {Given{"paris, texas", "Paris, Texas, United States"},
        Given{"Paris, TX", "Paris, Texas, United States"},
        Given{"Paris, TX, USA", "Paris, Texas, United States"},
        Given{"paris tx", "Paris, Texas, United States"},
        Given{"Paris TX USA", "Paris, Texas, United States"},
        Given{"New York, NY", "New York City, New York, United States"},
        Given{"Springfield, Illinois", "Springfield, Illinois, United States"},
        Given{"Cambridge, UK", "Cambridge, England, United Kingdom"},
        Given{"Washington, D.C.", "Washington, District of Columbia, United States"},
        Given{"San José, Costa Rica", "San José, Costa Rica"}}) {
    EXPECT_EQ(name(given.text), given.place) << given.text;
    EXPECT_THAT(name(given.text), Not(HasSubstr("refused"))) << given.text;
  }
}

TEST(PlaceNamed, OthersOfTheNameAreToldByPopulation) {
  const auto named = place_named("Springfield");
  ASSERT_TRUE(named);
  EXPECT_EQ(label(named->place), "Springfield, Missouri, United States");
  ASSERT_THAT(named->others, SizeIs(5));
  auto before = named->place.population;
  for (const auto& other : named->others) {
    EXPECT_EQ(other.name, "Springfield");
    EXPECT_LE(other.population, before);
    before = other.population;
  }
  EXPECT_THAT(others("Paris"), Contains("Paris, Texas, United States"));
}

TEST(PlaceNamed, APlaceWithoutANamesakeHasNoOthers) {
  EXPECT_THAT(others("Reykjavík"), IsEmpty());
  EXPECT_THAT(others("paris, texas"), IsEmpty());
  ASSERT_TRUE(place_named("Reykjavík"));
}

TEST(PlaceNamed, OthersLieInTheRegionToo) {
  const auto labels = others("Paris, USA");
  EXPECT_THAT(labels, SizeIs(5));
  EXPECT_THAT(labels, Each(HasSubstr("United States")));
}

TEST(PlaceNamed, AMisspeltNameIsNotGuessed) {
  EXPECT_THAT(name("Amstredam"), AllOf(HasSubstr("refused: no place is called \"Amstredam\""),
                                       HasSubstr("\"Amsterdam, North Holland, Netherlands\"")));
  EXPECT_THAT(name("Nottinghm, UK"),
              AllOf(HasSubstr("refused"), HasSubstr("\"Nottingham, England")));
}

TEST(PlaceNamed, ABeginningIsNotGuessed) {
  EXPECT_THAT(name("Reykjav"), AllOf(HasSubstr("refused"), HasSubstr("\"Reykjavík, ")));
  EXPECT_THAT(name("Rio de Janei"), AllOf(HasSubstr("refused"), HasSubstr("\"Rio de Janeiro, ")));
}

TEST(PlaceNamed, TheWordsOfANameKeepTheirOrder) {
  EXPECT_THAT(name("Janeiro Rio de"), HasSubstr("refused"));
}

TEST(PlaceNamed, ARegionMustBeWhole) {
  EXPECT_THAT(name("Paris, Tex"), HasSubstr("refused"));
  EXPECT_THAT(name("Paris, Unit"), HasSubstr("refused"));
  EXPECT_THAT(name("London, Ontari"), AllOf(HasSubstr("refused"), HasSubstr("London, Ontario")));
}

TEST(PlaceNamed, WhatNobodyIsCalledIsRefusedWithAWayOut) {
  EXPECT_EQ(name("Xyzzyqwerty"),
            "refused: no place is called \"Xyzzyqwerty\"; give latitude and longitude, or the "
            "nearest larger place");
}

TEST(PlaceNamed, AtMostThreeNamesAreSuggested) {
  const auto refusal = name("Springfiel");
  EXPECT_THAT(refusal, HasSubstr("did you mean"));
  EXPECT_EQ(std::count(refusal.begin(), refusal.end(), '"'), 2 + 3 * 2);
  EXPECT_THAT(refusal, HasSubstr(" or \""));
}

}  // namespace
}  // namespace astronova::places
