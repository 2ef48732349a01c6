#include "api/name_texts.h"

#include <string>

namespace astronova::api::name_texts {
namespace {

using astrology::AspectKind;
using astrology::AspectPoint;
using astrology::PointKind;
using astrology::Sign;

AspectPoint point_at(std::size_t index) {
  if (index < sky::body_count) return {PointKind::body, static_cast<sky::Body>(index), 0, 0};
  return {index == sky::body_count ? PointKind::ascendant : PointKind::midheaven, {}, 0, 0};
}

template <class Text, std::size_t Count, class TextAt>
std::array<Text, Count> texts(const TextAt& text_at) {
  std::array<Text, Count> all;
  for (std::size_t i = 0; i < Count; ++i)
    all[i] = text_at(i);
  return all;
}

NameText around(std::string_view before, std::string_view name, std::string_view after) {
  return NameText{before}.append(name).append(after);
}

}  // namespace

const std::array<NameText, sky::body_count> body_keys = texts<NameText, sky::body_count>(
    [](std::size_t i) { return around("\"", sky::body_names()[i], "\":{"); });

const std::array<NameText, sky::body_count> body_strings = texts<NameText, sky::body_count>(
    [](std::size_t i) { return around("\"", sky::body_names()[i], "\""); });

const std::array<NameText, astrology::sign_count> sign_members =
    texts<NameText, astrology::sign_count>([](std::size_t i) {
      return around("\"sign\":\"", name_of(static_cast<Sign>(i)), "\",\"degree\":");
    });

const std::array<NameText, astrology::sign_count> sign_words =
    texts<NameText, astrology::sign_count>(
        [](std::size_t i) { return NameText{name_of(static_cast<Sign>(i))}; });

const std::array<NameText, point_count> first_points = texts<NameText, point_count>(
    [](std::size_t i) { return around("{\"body1\":\"", name_of(point_at(i)), "\""); });

const std::array<NameText, point_count> second_points = texts<NameText, point_count>(
    [](std::size_t i) { return around(",\"body2\":\"", name_of(point_at(i)), "\""); });

const std::array<PaddedText<64>, astrology::aspect_kind_count> aspect_members =
    texts<PaddedText<64>, astrology::aspect_kind_count>([](std::size_t i) {
      const auto kind = static_cast<AspectKind>(i);
      return PaddedText<64>{",\"aspect\":\""}
          .append(name_of(kind))
          .append("\",\"angle\":")
          .append(std::to_string(static_cast<int>(angle_of(kind))))
          .append(",\"orb\":");
    });

}  // namespace astronova::api::name_texts
