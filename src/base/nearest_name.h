#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace astronova {

/// The name that a misspelt one most likely meant: least Levenshtein distance ignoring ASCII case,
/// if that is at most 2 or a third of the word. Nothing when no name is that near.
std::optional<std::string_view> nearest_name(std::string_view word,
                                             std::span<const std::string_view> names);

/// " Did you mean 'x'?", or "" when no name is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> names);

}  // namespace astronova
