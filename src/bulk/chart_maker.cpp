#include "bulk/chart_maker.h"

#include <utility>

#include <fmt/format.h>

#include "api/birth_data.h"
#include "api/chart_json.h"
#include "api/chart_request.h"
#include "api/errors.h"
#include "bulk/refusal.h"

namespace astronova::bulk {

namespace json = boost::json;

Result<usecases::ChartRequest> request_of_all(const json::object& common) {
  json::object request = common;
  request["birthData"] = {
      {"date", "2000-01-01"}, {"utcOffset", "Z"}, {"latitude", 0}, {"longitude", 0}};
  return api::read_chart_request(std::move(request));
}

ChartMaker::ChartMaker(const sky::Ephemeris& ephemeris, const ChartOrder& order,
                       usecases::ChartRequest common)
    : ephemeris_(ephemeris),
      order_(order),
      common_(std::move(common)),
      rows_(common_),
      reader_(order.columns) {}

bool ChartMaker::make(std::uint64_t line, std::string_view text, std::string& output,
                      std::string& errors) {
  const std::size_t before = output.size();
  const auto done = append_chart(line, text, output);
  if (done) return true;
  output.resize(before);
  reader_.append_error(line, done.error(), errors);
  return false;
}

Result<void> ChartMaker::append_chart(std::uint64_t line, std::string_view text,
                                      std::string& output) {
  auto record = reader_.read(text);
  if (!record) return record.error();
  if (auto done = read_request(*record); !done) return done;
  const auto& request = own_ ? *own_ : common_;
  const auto cast = usecases::cast_natal_chart(ephemeris_, request);
  if (!cast) return api::below(cast.error(), parent_, "/date");
  if (order_.to == Format::csv) {
    output += fmt::format_int(line).str();
    output += ',';
    append_csv_field(output, reader_.id_text());
    rows_.append(*cast, request.birth, output);
  } else {
    output += R"({"line":)";
    output += fmt::format_int(line).str();
    if (const auto& id = reader_.id_json(); !id.empty()) (output += R"(,"id":)") += id;
    const std::size_t begin = output.size();
    api::write_chart(output, *cast, request, ephemeris_);
    output[begin] = ',';  // for its opening bracket
  }
  output += '\n';
  return {};
}

Result<void> ChartMaker::read_request(json::value& record) {
  own_.reset();
  parent_.clear();
  const json::value* birth = &record;
  if (auto* object = record.if_object()) {
    if (auto* inner = object->if_contains("birthData")) {
      parent_ = "/birthData";
      if (object->size() > 1 || inner->is_null()) return read_whole_request(*object);
      birth = inner;
    }
  }
  api::FieldErrors errors;
  auto read = api::read_birth_data(*birth, parent_, errors);
  if (!errors.empty()) return errors.error();
  common_.birth = std::move(*read);
  return {};
}

// What the line says itself wins, member by member of the options.
Result<void> ChartMaker::read_whole_request(json::object& record) {
  if (order_.to == Format::csv) {
    return refusal(
        "has members beside birthData, which CSV output has no room for; say "
        "--to jsonl, or give them as flags for all lines");
  }
  for (const auto& [name, value] : order_.common) {
    auto* own = record.if_contains(name);
    if (!own || own->is_null()) {
      record[name] = value;
    } else if (name == "options" && own->is_object()) {
      own->get_object().insert(value.get_object().begin(), value.get_object().end());
    }
  }
  auto request = api::read_chart_request(json::value(std::move(record)));
  if (!request) return request.error();
  own_ = std::move(*request);
  return {};
}

}  // namespace astronova::bulk
