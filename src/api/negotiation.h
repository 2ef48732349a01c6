#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "http/message.h"

namespace astronova::api {

/// Which of the media types on offer an Accept header prefers (RFC 9110, 12.5.1): the one of the
/// highest quality, by its most specific range; the first of equals. None when it takes none.
/// No header, or an empty one, takes the first.
std::optional<std::size_t> preferred_type(std::optional<std::string_view> accept,
                                          std::span<const std::string_view> offered);

/// 406 for a client that takes none of them, as a problem.
/// @param detail  what there is: "the table is there as application/json and as text/csv; accept
///                one of them"
http::Response not_acceptable(const http::Request& request, std::string_view detail);

}  // namespace astronova::api
