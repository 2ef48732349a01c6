#pragma once

#include <boost/json/value.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "http/router.h"
#include "sky/ephemeris.h"

namespace astronova::api {

/// What a technique works with.
struct TechniqueServices {
  const sky::Ephemeris& ephemeris;
  const Clock& clock;
};

/// A birth within a technique's request, and how its flags begin on the command line: nothing for
/// "--date", "partner" for "--partner-date".
struct TechniqueBirth {
  std::string_view pointer;  ///< "/birthData", "/partner"
  std::string_view prefix{};
};

/// A flag of the command line that sets another member of a technique's request. A member of a
/// member, such as "/options/houseSystem", is set in an object that is made for it.
struct TechniqueFlag {
  enum class Kind { text, number, integer, boolean, texts, integers };
  std::string_view flag;     ///< "--house-system"
  std::string_view pointer;  ///< "/options/houseSystem"
  Kind kind = Kind::text;    ///< `texts` and `integers` are separated by commas
  std::string_view help;
};

/// A way to look at a chart, or at several: a body of JSON is read, something is computed, and a
/// body of JSON answers. The server has it as a route, and the program as a command that prints
/// what the route answers: both read the same body with the same code.
struct Technique {
  std::string_view verb;     ///< "transit": the command is `astronova chart transit`
  std::string_view path;     ///< "/api/v1/chart/transit", of a POST
  std::string_view summary;  ///< for the command's help
  std::span<const TechniqueBirth> births;
  std::span<const TechniqueFlag> flags;
  http::Execution execution = http::Execution::on_loop;
  /// Appends the answer to `text`.
  /// errors   with pointers into the body; invalid_value carries every wrong field
  /// threads  any; blocking as long as the ephemeris does
  Result<void> (*answer)(const boost::json::value& body, const TechniqueServices& services,
                         std::string& text);
};

/// All of them, in the order of the contract.
std::vector<Technique> techniques();

/// Those of a file api/NAME_techniques.cpp each.
std::span<const Technique> comparison_techniques();
std::span<const Technique> predictive_techniques();
std::span<const Technique> natal_techniques();

}  // namespace astronova::api
