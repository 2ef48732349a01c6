#include "bulk/line_reader.h"

#include <boost/json/serialize.hpp>

#include <fmt/format.h>

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

LineReader::LineReader(const std::optional<CsvBirths>& columns)
    : columns_(columns),
      record_memory_(record_memory),
      parser_memory_(parser_memory),
      record_storage_(record_memory_.data(), record_memory_.size()),
      parser_(json::storage_ptr{}, json::parse_options{}, parser_memory_.data(),
              parser_memory_.size()) {}

Result<json::value> LineReader::read(std::string_view text) {
  id_text_.clear();
  id_json_.clear();
  if (text.size() > line_bytes_max) {
    return refusal(fmt::format("is longer than {} bytes", line_bytes_max));
  }
  // What is left of the line before is in the storage, so the parser lets go of it first.
  parser_.reset();
  record_storage_.release();
  parser_.reset(&record_storage_);
  auto record = parse(text);
  if (!record) return record;
  if (auto* object = record->if_object()) {
    if (auto done = take_id(*object); !done) return done.error();
  }
  return record;
}

Result<json::value> LineReader::parse(std::string_view text) {
  if (columns_) {
    row_json_.clear();
    if (auto done = columns_->append_json(text, row_json_); !done) return done.error();
    text = row_json_;
  }
  json::error_code failure;
  const std::size_t read = parser_.write(text.data(), text.size(), failure);
  if (!failure) return parser_.release();
  return refusal(fmt::format("is not JSON: {} at byte {}", failure.message(), read));
}

Result<void> LineReader::take_id(json::object& record) {
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

void LineReader::append_error(std::uint64_t line, const Error& error, std::string& errors) const {
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
