#pragma once

#include <array>

#include "astrology/western/aspects.h"
#include "astrology/zodiac.h"
#include "base/put_text.h"

/// The names that answers repeat most, as they stand in JSON, ready to be put.
namespace astronova::api {

using NameText = PaddedText<32>;

namespace name_texts {

inline constexpr std::size_t point_count = sky::body_count + 2;  // the bodies, then the two angles

extern const std::array<NameText, sky::body_count> body_keys;
extern const std::array<NameText, sky::body_count> body_strings;
extern const std::array<NameText, astrology::sign_count> sign_members;
extern const std::array<NameText, astrology::sign_count> sign_words;
extern const std::array<NameText, point_count> first_points;
extern const std::array<NameText, point_count> second_points;
extern const std::array<PaddedText<64>, astrology::aspect_kind_count> aspect_members;

inline std::size_t index_of(const astrology::AspectPoint& point) {
  using astrology::PointKind;
  if (point.kind == PointKind::body) return static_cast<std::size_t>(point.body);
  return sky::body_count + (point.kind == PointKind::ascendant ? 0 : 1);
}

}  // namespace name_texts

/// "sun":{
inline const NameText& body_key(sky::Body body) {
  return name_texts::body_keys[static_cast<std::size_t>(body)];
}
/// "sun"
inline const NameText& body_string(sky::Body body) {
  return name_texts::body_strings[static_cast<std::size_t>(body)];
}
/// "sign":"Taurus","degree":
inline const NameText& sign_member(astrology::Sign sign) {
  return name_texts::sign_members[static_cast<std::size_t>(sign)];
}
/// Taurus
inline const NameText& sign_word(astrology::Sign sign) {
  return name_texts::sign_words[static_cast<std::size_t>(sign)];
}
/// {"body1":"sun" and ,"body2":"moon"
inline const NameText& first_point(const astrology::AspectPoint& point) {
  return name_texts::first_points[name_texts::index_of(point)];
}
inline const NameText& second_point(const astrology::AspectPoint& point) {
  return name_texts::second_points[name_texts::index_of(point)];
}
/// ,"aspect":"trine","angle":120,"orb":
inline const PaddedText<64>& aspect_members(astrology::AspectKind kind) {
  return name_texts::aspect_members[static_cast<std::size_t>(kind)];
}

}  // namespace astronova::api
