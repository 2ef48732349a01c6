#pragma once

#include <string>
#include <vector>

namespace astronova::astrology {

/// What a statement is drawn from.
struct Factor {
  std::string id;      ///< "venus.trine.moon"
  std::string detail;  ///< for a person: the figures
};

/// A sentence, and the computed factors that it names.
struct Statement {
  std::string text;
  std::vector<Factor> factors;
};

}  // namespace astronova::astrology
