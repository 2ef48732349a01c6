#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "release/google/infra_step.h"

namespace astronova::release::google {

/// How a property is to be.
struct Wanted {
  enum class Match : std::uint8_t {
    same,
    end,       ///< the rest of an address: "/networks/astronova-vpc"
    at_least,  ///< a number
  };

  std::string what;     ///< for people: "size"
  std::string pointer;  ///< a JSON pointer into what describes the thing
  std::string value;    ///< "" is also what is absent
  Match match = Match::same;
  bool in_place = true;
};

/// What differs from what is wanted.
std::vector<Difference> differences_of(const boost::json::value& thing,
                                       const std::vector<Wanted>& wanted);

/// A reader of lists: finds the element that has `name` at `pointer` (or ends with it, after a
/// slash) and holds it against what is wanted. `tell`, if any, adds facts and remarks.
std::function<Found(const boost::json::value&, const Facts&)> find_in_list(
    std::string pointer, std::string name, std::vector<Wanted> wanted = {},
    std::function<void(const boost::json::value& thing, Found& found)> tell = {});

/// The element itself; nullptr where there is none.
const boost::json::value* element_named(const boost::json::value& list, std::string_view pointer,
                                        std::string_view name);

/// Whether everything of `wanted` is in `there`, which may have more members.
bool holds_all_of(const boost::json::value& there, const boost::json::value& wanted);

}  // namespace astronova::release::google
