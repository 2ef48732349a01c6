#include "bulk/chart_maker.h"

#include <boost/json/serialize.hpp>
#include <utility>

#include <fmt/format.h>

#include "api/birth_data.h"
#include "api/chart_json.h"
#include "api/chart_request.h"
#include "api/errors.h"
#include "base/error_json.h"
#include "base/json_writer.h"
#include "bulk/input.h"
#include "bulk/refusal.h"

namespace astronova::bulk {
namespace {

namespace json = boost::json;

// Enough for a request of some hundred bytes; a longer one takes more from the heap.
constexpr std::size_t record_memory = 16'384;
constexpr std::size_t parser_memory = 4'096;

}  // namespace

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
      record_memory_(record_memory),
      parser_memory_(parser_memory),
      record_storage_(record_memory_.data(), record_memory_.size()),
      parser_(json::storage_ptr{}, json::parse_options{}, parser_memory_.data(),
              parser_memory_.size()) {}

bool ChartMaker::make(std::uint64_t line, std::string_view text, std::string& output,
                      std::string& errors) {
  id_text_.clear();
  id_json_.clear();
  const std::size_t before = output.size();
  const auto done = append_chart(line, text, output);
  if (done) return true;
  output.resize(before);
  append_error(line, done.error(), errors);
  return false;
}

Result<void> ChartMaker::append_chart(std::uint64_t line, std::string_view text,
                                      std::string& output) {
  if (text.size() > line_bytes_max) {
    return refusal(fmt::format("is longer than {} bytes", line_bytes_max));
  }
  // What is left of the line before is in the storage, so the parser lets go of it first.
  parser_.reset();
  record_storage_.release();
  parser_.reset(&record_storage_);
  auto record = parse(text);
  if (!record) return record.error();
  if (auto done = read_request(*record); !done) return done;
  const auto& request = own_ ? *own_ : common_;
  const auto cast = usecases::cast_natal_chart(ephemeris_, request);
  if (!cast) return api::below(cast.error(), parent_, "/date");
  if (order_.to == Format::csv) {
    output += fmt::format_int(line).str();
    output += ',';
    append_csv_field(output, id_text_);
    rows_.append(*cast, request.birth, output);
  } else {
    output += R"({"line":)";
    output += fmt::format_int(line).str();
    if (!id_json_.empty()) (output += R"(,"id":)") += id_json_;
    const std::size_t begin = output.size();
    api::write_chart(output, *cast, request, ephemeris_);
    output[begin] = ',';  // for its opening bracket
  }
  output += '\n';
  return {};
}

Result<json::value> ChartMaker::parse(std::string_view text) {
  if (order_.columns) {
    row_json_.clear();
    if (auto done = order_.columns->append_json(text, row_json_); !done) return done.error();
    text = row_json_;
  }
  json::error_code failure;
  const std::size_t read = parser_.write(text.data(), text.size(), failure);
  if (!failure) return parser_.release();
  return refusal(fmt::format("is not JSON: {} at byte {}", failure.message(), read));
}

Result<void> ChartMaker::take_id(json::object& record) {
  const auto* id = record.if_contains("id");
  if (!id) return {};
  if (const auto* text = id->if_string()) {
    id_text_.assign(text->data(), text->size());
    JsonWriter(id_json_).string(id_text_);
  } else if (id->is_number()) {
    id_text_ = id_json_ = json::serialize(*id);
  } else {
    return invalid_field("/id", "must be a text or a number");
  }
  record.erase("id");
  return {};
}

Result<void> ChartMaker::read_request(json::value& record) {
  own_.reset();
  parent_.clear();
  const json::value* birth = &record;
  if (auto* object = record.if_object()) {
    if (auto done = take_id(*object); !done) return done;
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

void ChartMaker::append_error(std::uint64_t line, const Error& error, std::string& errors) const {
  JsonWriter json(errors);
  json.begin_object().member("line", line);
  if (!id_json_.empty()) json.key("id").raw(id_json_);
  json.key("errors").begin_array();
  for (const auto& field : error.fields)
    write_field_error(json, field);
  if (error.fields.empty()) write_field_error(json, {"", error.detail, {}});
  json.end_array().end_object();
  errors += '\n';
}

}  // namespace astronova::bulk
