#include "rendering/wheel/palette.h"

namespace astronova::rendering {
namespace {

// By the order of AspectKind: gold for the conjunction, red for what is hard, blue and green for
// what is soft, muted kin of them for the minor ones, violet for fifths of the circle.
constexpr Palette light_palette = {
    "#fdfbf6",
    "#1d2127",
    "#565b62",
    "#5d594f",
    "#a8a190",
    "#f6f1e6",
    "#a8322a",
    {"#f9e6de", "#e9efde", "#faf0d3", "#dfebf4"},
    {"#a8321f", "#4a6624", "#80590a", "#1b5786"},
    {"#a87412", "#b8291f", "#1f5fae", "#c8402f", "#15805c", "#5b7d1c", "#5b7d1c", "#b4602a",
     "#b4602a", "#7a4aa3", "#7a4aa3"},
};

constexpr Palette dark_palette = {
    "#10141c",
    "#f0ebde",
    "#aeb2ba",
    "#8a909c",
    "#555d6b",
    "#161b25",
    "#f08c7e",
    {"#2c1c1e", "#1c261d", "#2a251a", "#172534"},
    {"#f2917e", "#aecb82", "#ebc96f", "#86bdec"},
    {"#e0b24e", "#f2645a", "#64a6f5", "#ee7b66", "#4fc596", "#a5bd5a", "#a5bd5a", "#dc9362",
     "#dc9362", "#b892e2", "#b892e2"},
};

}  // namespace

const Palette& palette_of(Theme theme) {
  return theme == Theme::dark ? dark_palette : light_palette;
}

}  // namespace astronova::rendering
