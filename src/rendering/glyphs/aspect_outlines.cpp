#include "rendering/glyphs/outlines.h"

namespace astronova::rendering {

const std::array<Outline, 11> aspect_outlines = {{
    // Conjunction
    {"M4 15.4A5 5 0 1 1 14 15.4A5 5 0 1 1 4 15.4ZM12.6 11.8L20 4.4", ""},
    // Opposition
    {"M3 17.4A3.6 3.6 0 1 1 10.2 17.4A3.6 3.6 0 1 1 3 17.4Z"
     "M13.8 6.6A3.6 3.6 0 1 1 21 6.6A3.6 3.6 0 1 1 13.8 6.6ZM9.2 14.8L14.8 9.2",
     ""},
    // Trine
    {"M12 3.6L21.2 19.6H2.8Z", ""},
    // Square
    {"M4.4 4.4H19.6V19.6H4.4Z", ""},
    // Sextile
    {"M12 2.6V21.4M3.9 7.3L20.1 16.7M3.9 16.7L20.1 7.3", ""},
    // Quincunx
    {"M3.4 20H20.6M12 20V12M4 4L12 12L20 4", ""},
    // Semisextile
    {"M3.4 4H20.6M12 4V12M4 20L12 12L20 20", ""},
    // Semisquare
    {"M19 4L5 19H20", ""},
    // Sesquiquadrate
    {"M4.4 3.4H16V15H4.4ZM20.6 21L10.2 21L20.6 10.6", ""},
    // Quintile
    {"M12 3L20.6 9.2L17.3 19.3H6.7L3.4 9.2Z", ""},
    // Biquintile
    {"M12 2.6L17.6 19.8L3 9.2H21L6.4 19.8Z", ""},
}};

}  // namespace astronova::rendering
