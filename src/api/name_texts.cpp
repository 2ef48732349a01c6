#include "api/name_texts.h"

#include <string>

namespace astronova::api {
namespace {

using astrology::AspectKind;
using astrology::AspectPoint;
using astrology::PointKind;
using astrology::Sign;

constexpr std::size_t point_count = sky::body_count + 2;

// The place of a point among the texts: the bodies, then the two angles.
std::size_t index_of(const AspectPoint& point) {
  if (point.kind == PointKind::body) return static_cast<std::size_t>(point.body);
  return sky::body_count + (point.kind == PointKind::ascendant ? 0 : 1);
}

AspectPoint point_at(std::size_t index) {
  if (index < sky::body_count) return {PointKind::body, static_cast<sky::Body>(index), 0, 0};
  return {index == sky::body_count ? PointKind::ascendant : PointKind::midheaven, {}, 0, 0};
}

template <class Text, std::size_t count, class TextAt>
std::array<Text, count> texts(const TextAt& text_at) {
  std::array<Text, count> all;
  for (std::size_t i = 0; i < count; ++i)
    all[i] = text_at(i);
  return all;
}

NameText around(std::string_view before, std::string_view name, std::string_view after) {
  return NameText{before}.append(name).append(after);
}

const auto body_keys = texts<NameText, sky::body_count>(
    [](std::size_t i) { return around("\"", sky::body_names()[i], "\":{"); });

const auto body_strings = texts<NameText, sky::body_count>(
    [](std::size_t i) { return around("\"", sky::body_names()[i], "\""); });

const auto sign_members = texts<NameText, astrology::sign_count>([](std::size_t i) {
  return around("\"sign\":\"", name_of(static_cast<Sign>(i)), "\",\"degree\":");
});

const auto sign_words = texts<NameText, astrology::sign_count>(
    [](std::size_t i) { return NameText{name_of(static_cast<Sign>(i))}; });

const auto first_points = texts<NameText, point_count>(
    [](std::size_t i) { return around("{\"body1\":\"", name_of(point_at(i)), "\""); });

const auto second_points = texts<NameText, point_count>(
    [](std::size_t i) { return around(",\"body2\":\"", name_of(point_at(i)), "\""); });

const auto kinds = texts<PaddedText<64>, astrology::aspect_kind_count>([](std::size_t i) {
  const auto kind = static_cast<AspectKind>(i);
  return PaddedText<64>{",\"aspect\":\""}
      .append(name_of(kind))
      .append("\",\"angle\":")
      .append(std::to_string(static_cast<int>(angle_of(kind))))
      .append(",\"orb\":");
});

}  // namespace

const NameText& body_key(sky::Body body) {
  return body_keys[static_cast<std::size_t>(body)];
}
const NameText& body_string(sky::Body body) {
  return body_strings[static_cast<std::size_t>(body)];
}
const NameText& sign_member(Sign sign) {
  return sign_members[static_cast<std::size_t>(sign)];
}
const NameText& sign_word(Sign sign) {
  return sign_words[static_cast<std::size_t>(sign)];
}
const NameText& first_point(const AspectPoint& point) {
  return first_points[index_of(point)];
}
const NameText& second_point(const AspectPoint& point) {
  return second_points[index_of(point)];
}
const PaddedText<64>& aspect_members(AspectKind kind) {
  return kinds[static_cast<std::size_t>(kind)];
}

}  // namespace astronova::api
