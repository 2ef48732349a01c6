#include <charconv>

#include "rendering/glyphs/glyph.h"

namespace astronova::rendering {
namespace {

using Kind = GlyphPath::Kind;

class PathParser {
 public:
  explicit PathParser(std::string_view data) : rest_(data) {}

  GlyphPath parse() {
    while (!rest_.empty()) {
      const char letter = rest_.front();
      rest_.remove_prefix(1);
      if (!read_command(letter)) break;
    }
    return std::move(path_);
  }

 private:
  double number() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == ','))
      rest_.remove_prefix(1);
    double value = 0;
    const auto read = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    rest_.remove_prefix(static_cast<std::size_t>(read.ptr - rest_.data()));
    return value;
  }

  Point point() {
    const double x = number();
    return {x, number()};
  }

  bool more_numbers() const {
    return !rest_.empty() && (rest_.front() == ' ' || rest_.front() == ',');
  }

  bool read_command(char letter) {
    do {
      GlyphPath::Command command;
      switch (letter) {
        case 'M':
          command = {Kind::move, point(), {}, {}};
          break;
        case 'L':
          command = {Kind::line, point(), {}, {}};
          break;
        case 'H':
          command = {Kind::line, {number(), current_.y}, {}, {}};
          break;
        case 'V':
          command = {Kind::line, {current_.x, number()}, {}, {}};
          break;
        case 'C':
          command.kind = Kind::curve;
          command.first = point();
          command.second = point();
          command.end = point();
          break;
        case 'A':
          command = arc();
          break;
        case 'Z':
          command.kind = Kind::close;
          break;
        default:
          return false;
      }
      if (command.kind != Kind::close) current_ = command.end;
      path_.commands.push_back(command);
    } while (more_numbers());
    return true;
  }

  GlyphPath::Command arc() {
    GlyphPath::Command command;
    command.kind = Kind::arc;
    command.first = point();
    number();  // the rotation of the axes: no outline turns them
    command.large_arc = number() != 0;
    command.sweep = number() != 0;
    command.end = point();
    return command;
  }

  std::string_view rest_;
  GlyphPath path_;
  Point current_;
};

}  // namespace

GlyphPath parse_path(std::string_view data) {
  return PathParser(data).parse();
}

}  // namespace astronova::rendering
