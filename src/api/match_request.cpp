#include "api/match_request.h"

#include <array>

#include <fmt/format.h>

#include "api/person_request.h"

namespace astronova::api {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 2> wheel_themes{"light", "dark"};
constexpr std::size_t default_limit = 10;
constexpr std::size_t wrong_candidates_told = 20;

void read_match_options(ObjectReader& reader, usecases::MatchRequest& request,
                        FieldErrors& errors) {
  const auto* given = reader.any("options");
  if (!given || given->is_null()) return;
  const auto pointer = reader.pointer_to("options");
  ObjectReader options(*given, pointer, errors);
  if (const auto index = options.name_among("houseSystem", sky::house_system_names())) {
    request.house_system = static_cast<sky::HouseSystem>(*index);
  }
  const bool wanted = options.boolean("svg").value_or(false);
  const auto theme = options.name_among("theme", wheel_themes).value_or(0);
  if (wanted) request.wheel = theme == 0 ? rendering::Theme::light : rendering::Theme::dark;
  options.finish();
}

// Every candidate is read, so that the first of the wrong ones are all told; what is wrong with
// more is the same as a rule.
void read_candidates(ObjectReader& reader, MatchSearchRequest& request, FieldErrors& errors) {
  reader.require("candidates");
  const auto* given = reader.any("candidates");
  if (!given || given->is_null()) return;
  const auto* list = given->if_array();
  if (!list || list->empty() || list->size() > usecases::match_candidates_max) {
    reader.note("candidates",
                fmt::format("must be a list of 1 to {} births", usecases::match_candidates_max));
    return;
  }
  request.search.candidates.reserve(list->size());
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < list->size(); ++i) {
    FieldErrors found;
    auto person = read_named_birth((*list)[i], fmt::format("/candidates/{}", i), "id", found);
    if (!found.empty()) {
      if (++wrong <= wrong_candidates_told) errors.append(found);
      continue;
    }
    request.search.candidates.push_back(std::move(person->birth));
    request.ids.push_back(std::move(person->name));
  }
  if (wrong > wrong_candidates_told) {
    reader.note("candidates", fmt::format("{} candidates are wrong; the first {} are told", wrong,
                                          wrong_candidates_told));
  }
}

}  // namespace

Result<usecases::MatchRequest> read_match_request(const json::value& body) {
  FieldErrors errors;
  ObjectReader reader(body, "", errors);
  usecases::MatchRequest request;
  request.user = read_person(reader, "user", errors).birth;
  auto partner = read_person(reader, "partner", errors);
  request.partner = std::move(partner.birth);
  request.partner_name = std::move(partner.name);
  read_match_systems(reader);
  read_match_options(reader, request, errors);
  reader.finish();
  if (!errors.empty()) return errors.error();
  return request;
}

Result<MatchSearchRequest> read_match_search_request(const json::value& body) {
  FieldErrors errors;
  ObjectReader reader(body, "", errors);
  MatchSearchRequest request;
  request.search.user = read_person(reader, "user", errors).birth;
  read_candidates(reader, request, errors);
  read_match_systems(reader);
  request.search.limit = static_cast<std::size_t>(
      reader.integer("limit", 1, usecases::match_results_max).value_or(default_limit));
  reader.finish();
  if (!errors.empty()) return errors.error();
  return request;
}

}  // namespace astronova::api
