#include "api/contract.h"

#include <set>

#include <gtest/gtest.h>

#include "tests/api/people_under_test.h"
#include "tests/api/support.h"

namespace astronova::api {
namespace {

TEST(Contract, EveryRouteIsInTheOpenApiDocumentAndEveryOneThereIsARoute) {
  const StoppedClock clock;
  const PeopleUnderTest people(clock);
  const ApiUnderTest api(&people.people());
  std::set<std::string> routes;
  for (const auto& route : api.router().routes()) {
    routes.insert(std::string{name_of(route.method)} + ' ' + route.pattern);
  }
  std::set<std::string> documented;
  const auto text = openapi_json();
  const auto document = boost::json::parse({text.data(), text.size()});
  for (const auto& path : document.at("paths").as_object()) {
    for (const auto& operation : path.value().as_object()) {
      std::string method;
      for (const char c : operation.key())
        method += static_cast<char>(std::toupper(c));
      documented.insert(method + ' ' + std::string{path.key().data(), path.key().size()});
    }
  }
  EXPECT_EQ(routes, documented);
}

TEST(Contract, NamesInTheDocumentAreThoseOfTheEngine) {
  const auto text = openapi_json();
  const auto document = boost::json::parse({text.data(), text.size()});
  const auto& schemas = document.at("components").at("schemas");
  const auto names_of = [&](const char* schema) {
    std::vector<std::string> names;
    for (const auto& name : schemas.at(schema).at("enum").as_array()) {
      names.emplace_back(name.as_string().data(), name.as_string().size());
    }
    return names;
  };
  const auto same = [](std::span<const std::string_view> ours) {
    return std::vector<std::string>{ours.begin(), ours.end()};
  };
  EXPECT_EQ(names_of("BodyName"), same(sky::body_names()));
  EXPECT_EQ(names_of("HouseSystemName"), same(sky::house_system_names()));
  EXPECT_EQ(names_of("AyanamsaName"), same(sky::ayanamsa_names()));
}

TEST(Contract, TheReferencePageAsksNoOtherServerForAnything) {
  const auto& page = docs_files().front();
  EXPECT_EQ(page.name, "index.html");
  EXPECT_EQ(page.body.find("src=\"http"), std::string_view::npos);
  EXPECT_EQ(page.body.find("href=\"http"), std::string_view::npos);
}

}  // namespace
}  // namespace astronova::api
