#include "bulk/csv.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/json_writer.h"
#include "base/nearest_name.h"
#include "base/utf8.h"
#include "bulk/refusal.h"

namespace astronova::bulk {
namespace {

constexpr std::array<std::string_view, 10> column_names{
    "id",        "date",     "time",      "place", "timezone",
    "utcOffset", "latitude", "longitude", "fold",  "calendar"};

bool is_numeric(std::string_view column) {
  return column == "latitude" || column == "longitude" || column == "fold";
}

// The fields of a line. A field without doubled quotes is a part of the line itself.
class Fields {
 public:
  explicit Fields(std::string_view line) : rest_(line) {}

  bool at_end() const { return ended_; }

  /// The next field. It is valid until the next call.
  Result<std::string_view> next() {
    const bool in_quotes = rest_.starts_with('"');
    if (in_quotes) {
      if (auto read = read_quoted(); !read) return read.error();
    } else {
      field_ = rest_.substr(0, rest_.find(','));
      rest_.remove_prefix(field_.size());
      if (field_.find('"') != std::string_view::npos) {
        return refusal("a quote stands inside a field that does not begin with one");
      }
    }
    ended_ = rest_.empty();
    if (!ended_) rest_.remove_prefix(1);
    return field_;
  }

 private:
  // Leaves the comma or the end at the front.
  Result<void> read_quoted() {
    unescaped_.clear();
    rest_.remove_prefix(1);
    for (;;) {
      const auto quote = rest_.find('"');
      if (quote == std::string_view::npos) return refusal("a quote is not closed on its line");
      const auto part = rest_.substr(0, quote);
      rest_.remove_prefix(quote + 1);
      if (!rest_.starts_with('"')) {
        field_ = unescaped_.empty() ? part : (unescaped_ += part);
        break;
      }
      (unescaped_ += part) += '"';
      rest_.remove_prefix(1);
    }
    if (rest_.empty() || rest_.front() == ',') return {};
    return refusal("something follows the quote that ends a field");
  }

  std::string_view rest_;
  std::string_view field_{};
  std::string unescaped_{};
  bool ended_ = false;
};

bool drop_digits(std::string_view& text) {
  const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(end);
  return end > 0;
}

// RFC 8259, 6.
bool is_json_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool leading_zero = text.starts_with('0');
  const auto before = text.size();
  if (!drop_digits(text) || (leading_zero && before - text.size() > 1)) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!drop_digits(text)) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (!drop_digits(text)) return false;
  }
  return text.empty();
}

// Whether JSON takes the text as it is.
bool is_plain(std::string_view text) {
  return std::ranges::all_of(text,
                             [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; });
}

Error unknown_column(std::string_view name) {
  const auto suggestion = did_you_mean(name, column_names);
  return refusal(fmt::format("the column {} is not known.{}", quoted(name),
                             suggestion.empty()
                                 ? fmt::format(" Known are {}", fmt::join(column_names, ", "))
                                 : suggestion));
}

}  // namespace

bool CsvBirths::has(std::string_view name) const {
  return std::ranges::find(columns_, name, &Column::name) != columns_.end();
}

Result<CsvBirths> CsvBirths::with_header(std::string_view line) {
  CsvBirths births;
  Fields fields(line);
  while (!fields.at_end()) {
    const auto field = fields.next();
    if (!field) return field.error();
    const auto name = std::ranges::find(column_names, *field);
    if (name == column_names.end()) return unknown_column(*field);
    if (births.has(*name)) return refusal(fmt::format("the column {} is there twice", *name));
    births.columns_.push_back({*name, fmt::format(R"(,"{}":)", *name), is_numeric(*name)});
  }
  if (births.has("date")) return births;
  return refusal("the first line must name the columns, and date must be one of them");
}

Result<void> CsvBirths::append_json(std::string_view row, std::string& json) const {
  const std::size_t begin = json.size();
  if (auto done = append_members(row, json); !done) {
    json.resize(begin);
    return done;
  }
  if (json.size() == begin) json += '{';
  json[begin] = '{';
  json += '}';
  return {};
}

// Each with a comma before it.
Result<void> CsvBirths::append_members(std::string_view row, std::string& json) const {
  const bool plain = is_plain(row);
  if (!plain && !is_valid_utf8(row)) return refusal("is not UTF-8");
  Fields fields(row);
  for (const auto& column : columns_) {
    if (fields.at_end()) {
      return refusal(fmt::format("has fewer fields than the header's {}", columns_.size()));
    }
    const auto field = fields.next();
    if (!field) return field.error();
    if (field->empty()) continue;
    json += column.key;
    if (column.numeric && is_json_number(*field)) {
      json += *field;
    } else if (plain) {
      ((json += '"') += *field) += '"';
    } else {
      JsonWriter(json).string(*field);
    }
  }
  if (fields.at_end()) return {};
  return refusal(fmt::format("has more fields than the header's {}", columns_.size()));
}

void append_csv_field(std::string& row, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    row += text;
    return;
  }
  row += '"';
  for (const char c : text) {
    if (c == '"') row += '"';
    row += c;
  }
  row += '"';
}

}  // namespace astronova::bulk
