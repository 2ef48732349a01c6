#pragma once

#include <array>
#include <string>
#include <string_view>

#include "rendering/geometry.h"
#include "rendering/glyphs/glyph.h"

namespace astronova::rendering {

/// Appends a number with at most two decimals, in the shortest way SVG reads ("-.5", "12").
/// What is not finite is written as 0, what is beyond a million is held there.
void append_number(std::string& out, double value);

/// Writes the `d` attribute of a path, relative and to the hundredth of a pixel. It follows the
/// rounded pen position, so that rounding errors do not add up. What it has written is in the
/// string after flush() or when it is gone.
class PathWriter {
 public:
  /// Appends to `out`, which must outlive the writer.
  explicit PathWriter(std::string& out) : out_(out) {}
  ~PathWriter() { flush(); }
  PathWriter(const PathWriter&) = delete;
  PathWriter& operator=(const PathWriter&) = delete;
  void flush();

  void move_to(Point to);
  void line_to(Point to);
  void curve_to(Point first, Point second, Point to);
  void arc_to(Point radii, bool large_arc, bool sweep, Point to);
  void close();

  /// A glyph's path with its box's upper left corner at `origin`.
  void add(const GlyphPath& path, Point origin, double scale);
  /// A line of letters, the middle of its capitals at `center`.
  void add_text(std::string_view text, Point center, double cap_height);

 private:
  /// Hundredths of a pixel.
  struct GridPoint {
    long x = 0;
    long y = 0;
  };
  static GridPoint on_grid(Point point);
  /// Makes room for one command with all its numbers.
  void begin(char letter);
  void character(char letter);
  void number(long hundredths);
  void offset(Point to);

  std::string& out_;
  /// Numbers are short and many: gathered here, they are appended a thousand bytes at a time.
  std::array<char, 1024> pending_{};
  std::size_t pending_size_ = 0;
  GridPoint pen_;
  GridPoint subpath_start_;
  char last_command_ = 0;
  bool started_ = false;
  bool after_number_ = false;
};

}  // namespace astronova::rendering
