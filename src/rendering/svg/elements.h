#pragma once

#include <string>
#include <string_view>

#include "rendering/svg/path_writer.h"

namespace astronova::rendering {

/// Appends ` name="value"`. The value is ours: it needs no escaping.
void append_attribute(std::string& out, std::string_view name, std::string_view value);
void append_attribute(std::string& out, std::string_view name, double value);

/// Appends a circle with the attributes that the caller has written out.
void append_circle(std::string& out, Point center, double radius, std::string_view attributes);

/// A `<path>` element that is open for as long as this lives; nothing else may be written to `out`
/// meanwhile.
class PathElement {
 public:
  static PathElement stroked(std::string& out, std::string_view color, double width,
                             std::string_view more_attributes = {});
  /// Of the stroke that the elements around it set.
  static PathElement inheriting(std::string& out);
  static PathElement filled(std::string& out, std::string_view color);

  ~PathElement();
  PathElement(const PathElement&) = delete;
  PathElement& operator=(const PathElement&) = delete;

  PathWriter* operator->() { return &writer_; }
  PathWriter& operator*() { return writer_; }

 private:
  struct AttributesWritten {};
  PathElement(std::string& out, AttributesWritten /*where the element stands*/);

  std::string& out_;
  PathWriter writer_;
};

}  // namespace astronova::rendering
