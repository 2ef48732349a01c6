#include "rendering/svg/path_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace astronova::rendering {
namespace {

constexpr double largest_coordinate = 1e6;

long to_hundredths(double value) {
  if (!std::isfinite(value)) return 0;
  const double scaled = std::clamp(value, -largest_coordinate, largest_coordinate) * 100;
  return static_cast<long>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}

/// Enough for a separator, a sign, and the digits of the largest coordinate.
constexpr std::size_t number_length_max = 16;
/// The longest command, an arc with its flags, in characters.
constexpr std::size_t command_length_max = 8 * number_length_max;

/// Writes at `to`; returns the end of what it wrote.
char* write_hundredths(char* to, long hundredths) {
  if (hundredths < 0) *to++ = '-';
  const auto magnitude = static_cast<std::uint32_t>(hundredths < 0 ? -hundredths : hundredths);
  const std::uint32_t whole = magnitude / 100;
  const std::uint32_t fraction = magnitude % 100;
  if (whole >= 100) {
    to = std::to_chars(to, to + number_length_max, whole).ptr;
  } else if (whole != 0 || fraction == 0) {
    if (whole >= 10) *to++ = static_cast<char>('0' + whole / 10);
    *to++ = static_cast<char>('0' + whole % 10);
  }
  if (fraction != 0) {
    *to++ = '.';
    *to++ = static_cast<char>('0' + fraction / 10);
    if (fraction % 10 != 0) *to++ = static_cast<char>('0' + fraction % 10);
  }
  return to;
}

}  // namespace

void append_number(std::string& out, double value) {
  std::array<char, number_length_max> buffer{};
  out.append(buffer.data(), write_hundredths(buffer.data(), to_hundredths(value)));
}

void PathWriter::flush() {
  out_.append(pending_.data(), pending_size_);
  pending_size_ = 0;
}

PathWriter::GridPoint PathWriter::on_grid(Point point) {
  return {to_hundredths(point.x), to_hundredths(point.y)};
}

void PathWriter::character(char letter) {
  pending_[pending_size_++] = letter;
  after_number_ = false;
}

void PathWriter::begin(char letter) {
  if (pending_.size() - pending_size_ < command_length_max) flush();
  if (letter != last_command_) character(letter);
  // A repeated command needs no letter, but a move followed by numbers would be read as a line.
  last_command_ = letter == 'M' || letter == 'm' ? '\0' : letter;
}

void PathWriter::number(long hundredths) {
  char* const begin = pending_.data() + pending_size_;
  char* to = begin;
  if (after_number_ && hundredths >= 0) *to++ = ' ';
  pending_size_ += static_cast<std::size_t>(write_hundredths(to, hundredths) - begin);
  after_number_ = true;
}

void PathWriter::offset(Point to) {
  const GridPoint target = on_grid(to);
  number(target.x - pen_.x);
  number(target.y - pen_.y);
}

void PathWriter::move_to(Point to) {
  const GridPoint target = on_grid(to);
  begin(started_ ? 'm' : 'M');
  number(target.x - pen_.x);
  number(target.y - pen_.y);
  pen_ = subpath_start_ = target;
  started_ = true;
}

void PathWriter::line_to(Point to) {
  const GridPoint target = on_grid(to);
  if (target.y == pen_.y) {
    begin('h');
    number(target.x - pen_.x);
  } else if (target.x == pen_.x) {
    begin('v');
    number(target.y - pen_.y);
  } else {
    begin('l');
    offset(to);
  }
  pen_ = target;
}

void PathWriter::curve_to(Point first, Point second, Point to) {
  begin('c');
  offset(first);
  offset(second);
  offset(to);
  pen_ = on_grid(to);
}

void PathWriter::arc_to(Point radii, bool large_arc, bool sweep, Point to) {
  begin('a');
  number(to_hundredths(radii.x));
  number(to_hundredths(radii.y));
  number(0);  // the axes are not turned
  number(large_arc ? 100 : 0);
  number(sweep ? 100 : 0);
  offset(to);
  pen_ = on_grid(to);
}

void PathWriter::close() {
  begin('z');
  pen_ = subpath_start_;
}

void PathWriter::add(const GlyphPath& path, Point origin, double scale) {
  using Kind = GlyphPath::Kind;
  for (const auto& step : path.commands) {
    const Point end = origin + step.end * scale;
    switch (step.kind) {
      case Kind::move:
        move_to(end);
        break;
      case Kind::line:
        line_to(end);
        break;
      case Kind::curve:
        curve_to(origin + step.first * scale, origin + step.second * scale, end);
        break;
      case Kind::arc:
        arc_to(step.first * scale, step.large_arc, step.sweep, end);
        break;
      case Kind::close:
        close();
        break;
    }
  }
}

void PathWriter::add_text(std::string_view text, Point center, double cap_height) {
  const double scale = cap_height / cap_height_units;
  Point pen{center.x - text_width(text, cap_height) / 2,
            center.y - (cap_top_units + cap_height_units / 2) * scale};
  for (const char character : text) {
    const Letter* letter = letter_of(character);
    if (letter == nullptr) continue;
    add(letter->stroke, pen, scale);
    pen.x += (letter->width + letter_spacing_units) * scale;
  }
}

}  // namespace astronova::rendering
