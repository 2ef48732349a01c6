// Answers each line "latitude longitude" of its input with the zones there:
// "Asia/Shanghai,Asia/Urumqi".

#include <iostream>
#include <string>

#include "places/zone_boundaries.h"

int main() {
  double latitude = 0;
  double longitude = 0;
  std::string line;
  while (std::cin >> latitude >> longitude) {
    line.clear();
    for (const auto zone : astronova::places::zones_at(latitude, longitude)) {
      if (!line.empty()) line += ',';
      line += zone;
    }
    std::cout << line << '\n';
  }
}
