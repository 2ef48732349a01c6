// build_gazetteer PACKAGES LOCALES ALIASES OUTPUT: writes the gazetteer's file from its sources.
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>

#include "data/gazetteer/read_sources.h"
#include "data/gazetteer/write_gazetteer.h"

int main(int argc, char** argv) try {
  if (argc != 5) {
    std::cerr << "build_gazetteer PACKAGES LOCALES ALIASES OUTPUT\n";
    return 2;
  }
  const auto sources = astronova::data::read_sources({argv[1], argv[2], argv[3]});
  const auto bytes = astronova::data::write_gazetteer(sources);
  std::ofstream file(argv[4], std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) throw std::runtime_error(std::string(argv[4]) + " cannot be written");
  std::cout << sources.places.size() << " places, " << bytes.size() << " bytes\n";
  return 0;
} catch (const std::exception& error) {
  std::cerr << "build_gazetteer: " << error.what() << '\n';
  return 1;
}
