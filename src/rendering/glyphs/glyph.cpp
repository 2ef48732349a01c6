#include "rendering/glyphs/glyph.h"

#include "rendering/glyphs/outlines.h"

namespace astronova::rendering {
namespace {

template <std::size_t N>
std::array<Glyph, N> parse_all(const std::array<Outline, N>& outlines) {
  std::array<Glyph, N> glyphs;
  for (std::size_t i = 0; i < N; ++i) {
    glyphs[i] = {parse_path(outlines[i].stroke), parse_path(outlines[i].fill)};
  }
  return glyphs;
}

struct Alphabet {
  std::array<Letter, letter_outlines.size()> letters;
  std::array<const Letter*, 128> by_character{};

  Alphabet() {
    for (std::size_t i = 0; i < letters.size(); ++i) {
      letters[i] = {parse_path(letter_outlines[i].stroke), letter_outlines[i].width};
      by_character[static_cast<unsigned char>(letter_outlines[i].letter)] = &letters[i];
    }
  }
  Alphabet(const Alphabet&) = delete;
  Alphabet& operator=(const Alphabet&) = delete;
};

}  // namespace

const Glyph& glyph_of(sky::Body body) {
  static const auto glyphs = parse_all(body_outlines);
  return glyphs.at(static_cast<std::size_t>(body));
}

const Glyph& glyph_of(astrology::Sign sign) {
  static const auto glyphs = parse_all(sign_outlines);
  return glyphs.at(static_cast<std::size_t>(sign));
}

const Glyph& glyph_of(astrology::AspectKind kind) {
  static const auto glyphs = parse_all(aspect_outlines);
  return glyphs.at(static_cast<std::size_t>(kind));
}

const Letter* letter_of(char character) {
  static const Alphabet alphabet;
  const auto index = static_cast<unsigned char>(character);
  return index < alphabet.by_character.size() ? alphabet.by_character[index] : nullptr;
}

double text_width(std::string_view text, double cap_height) {
  double units = 0;
  for (const char character : text) {
    const Letter* letter = letter_of(character);
    if (letter == nullptr) continue;
    units += letter->width + (units > 0 ? letter_spacing_units : 0);
  }
  return units * cap_height / cap_height_units;
}

}  // namespace astronova::rendering
