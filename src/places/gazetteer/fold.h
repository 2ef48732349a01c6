#pragma once

#include <string>
#include <string_view>
#include <vector>

/// What of a name counts when it is looked for.
namespace astronova::places {

/// The search key of a text: letters and digits without case, marks and compatibility forms
/// (Unicode NFKC with case folding), Latin letters that have no decomposition by their usual
/// transcription (ø o, ł l, æ ae, ß ss), apostrophes dropped, everything else one space.
/// "Saint-Louis" is "saint louis", "Đà Nẵng" "da nang", "Xi'an" "xian".
/// @param text UTF-8; what is malformed makes the key empty
std::string fold(std::string_view text);

/// A folded name with what is often shortened in full: "st petersburg" is "saint petersburg".
std::string spelt_out(std::string_view folded);

/// The words of a folded text; they point into it.
std::vector<std::string_view> words_of(std::string_view folded);

}  // namespace astronova::places
