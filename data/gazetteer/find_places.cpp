// find_places [LIMIT [LANGUAGE]]: answers each line of its input with the places that are found for
// it, ten at most or LIMIT, separated by tabs: "48.85341 2.3488 2138551 Paris, Île-de-France,
// France". An empty line: none.

#include <iostream>
#include <string>

#include <fmt/format.h>

#include "places/gazetteer.h"

int main(int argc, char** argv) {
  using astronova::places::label;
  const std::size_t limit = argc > 1 ? std::stoul(argv[1]) : 10;
  const std::string language = argc > 2 ? argv[2] : "en";
  std::string answer;
  for (std::string text; std::getline(std::cin, text);) {
    answer.clear();
    if (const auto places = astronova::places::search_places(text, limit, language)) {
      for (const auto& place : *places) {
        if (!answer.empty()) answer += '\t';
        fmt::format_to(std::back_inserter(answer), "{} {} {} {}", place.latitude, place.longitude,
                       place.population, label(place));
      }
    }
    std::cout << answer << '\n';
  }
}
