#include "release/google/found.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "release/google/gcloud.h"

namespace astronova::release::google {
namespace {

std::optional<double> number_of(const std::string& text) {
  double number = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (wrong != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool matches(const std::string& is, const Wanted& wanted) {
  switch (wanted.match) {
    case Wanted::Match::end:
      return is.ends_with(wanted.value);
    case Wanted::Match::at_least: {
      const auto number = number_of(is);
      const auto least = number_of(wanted.value);
      return number && least && *number >= *least;
    }
    case Wanted::Match::same:
      break;
  }
  return is == wanted.value;
}

bool is_named(const boost::json::value& thing, std::string_view pointer, std::string_view name) {
  const auto is = text_at(thing, pointer);
  return is == name ||
         (is.size() > name.size() && is.ends_with(name) && is[is.size() - name.size() - 1] == '/');
}

}  // namespace

std::vector<Difference> differences_of(const boost::json::value& thing,
                                       const std::vector<Wanted>& wanted) {
  std::vector<Difference> differences;
  for (const auto& one : wanted) {
    auto is = text_at(thing, one.pointer);
    if (!matches(is, one))
      differences.push_back({one.what, std::move(is), one.value, one.in_place});
  }
  return differences;
}

const boost::json::value* element_named(const boost::json::value& list, std::string_view pointer,
                                        std::string_view name) {
  const auto* const elements = list.if_array();
  if (!elements) return nullptr;
  const auto found = std::ranges::find_if(
      *elements, [&](const auto& element) { return is_named(element, pointer, name); });
  return found == elements->end() ? nullptr : &*found;
}

std::function<Found(const boost::json::value&, const Facts&)> find_in_list(
    std::string pointer, std::string name, std::vector<Wanted> wanted,
    std::function<void(const boost::json::value&, Found&)> tell) {
  return [=](const boost::json::value& answer, const Facts& /*facts*/) {
    Found found;
    const auto* const thing = element_named(answer, pointer, name);
    if (!thing) return found;
    found.is_there = true;
    found.differences = differences_of(*thing, wanted);
    if (tell) tell(*thing, found);
    return found;
  };
}

bool holds_all_of(const boost::json::value& there, const boost::json::value& wanted) {
  if (const auto* const members = wanted.if_object()) {
    const auto* const object = there.if_object();
    return object && std::ranges::all_of(*members, [&](const auto& member) {
             const auto* const value = object->if_contains(member.key());
             return value && holds_all_of(*value, member.value());
           });
  }
  if (const auto* const elements = wanted.if_array()) {
    const auto* const list = there.if_array();
    return list && list->size() == elements->size() &&
           std::ranges::equal(*list, *elements, holds_all_of);
  }
  // The API writes numbers as it likes.
  if (there.is_number() && wanted.is_number())
    return there.to_number<double>() == wanted.to_number<double>();
  return there == wanted;
}

}  // namespace astronova::release::google
