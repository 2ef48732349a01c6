#include "bulk/match_maker.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include "api/birth_data.h"
#include "api/errors.h"
#include "api/match_json.h"
#include "base/json_writer.h"
#include "usecases/search_matches.h"

namespace astronova::bulk {

using astrology::MatchPart;

MatchMaker::MatchMaker(const sky::Ephemeris& ephemeris, const MatchOrder& order,
                       const std::optional<CsvBirths>& columns)
    : ephemeris_(ephemeris), order_(order), reader_(columns) {}

std::string MatchMaker::header() {
  return "line,id,overallScore,emotionalScore,mentalScore,physicalScore,spiritualScore,aspects,"
         "timeKnown";
}

bool MatchMaker::make(std::uint64_t line, std::string_view text, std::string& output,
                      std::string& errors) {
  const std::size_t before = output.size();
  const auto done = append_match(line, text, output);
  if (done) return true;
  output.resize(before);
  reader_.append_error(line, done.error(), errors);
  return false;
}

Result<void> MatchMaker::append_match(std::uint64_t line, std::string_view text,
                                      std::string& output) {
  const auto birth = read_birth(text);
  if (!birth) return birth.error();
  const auto points = usecases::person_match_points(ephemeris_, *birth);
  if (!points) return api::below(points.error(), parent_, "/date");
  astrology::score_compatibility(order_.user, *points, compatibility_);
  if (order_.score_min && compatibility_.overall() < *order_.score_min) return {};
  const bool time_known = points->count == astrology::match_points_max;
  if (order_.to == Format::csv) {
    append_row(line, time_known, output);
  } else {
    append_json(line, time_known, output);
  }
  output += '\n';
  return {};
}

Result<usecases::BirthData> MatchMaker::read_birth(std::string_view text) {
  parent_.clear();
  const auto record = reader_.read(text);
  if (!record) return record.error();
  const auto* birth = &*record;
  if (const auto* object = record->if_object(); object && object->contains("birthData")) {
    if (object->size() > 1) {
      return invalid_field("", "must have nothing but an id beside birthData");
    }
    parent_ = "/birthData";
    birth = &object->at("birthData");
  }
  api::FieldErrors errors;
  auto read = api::read_birth_data(*birth, parent_, errors);
  if (!read) return errors.error();
  return *std::move(read);
}

void MatchMaker::append_json(std::uint64_t line, bool time_known, std::string& output) const {
  JsonWriter json(output);
  json.begin_object().member("line", line);
  if (const auto& id = reader_.id_json(); !id.empty()) json.key("id").raw(id);
  api::write_scores(json, compatibility_);
  json.member("aspects", compatibility_.aspects.size())
      .member("timeKnown", time_known)
      .end_object();
}

void MatchMaker::append_row(std::uint64_t line, bool time_known, std::string& output) const {
  output += fmt::format_int(line).str();
  output += ',';
  append_csv_field(output, reader_.id_text());
  fmt::format_to(
      std::back_inserter(output), FMT_COMPILE(",{:.6f},{:.4f},{:.4f},{:.4f},{:.4f},{},{}"),
      compatibility_.overall(), compatibility_.part(MatchPart::emotional),
      compatibility_.part(MatchPart::mental), compatibility_.part(MatchPart::physical),
      compatibility_.part(MatchPart::spiritual), compatibility_.aspects.size(), time_known);
}

}  // namespace astronova::bulk
