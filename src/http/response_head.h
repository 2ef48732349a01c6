#pragma once

#include <boost/static_string/static_string.hpp>
#include <ctime>
#include <string>
#include <string_view>

#include "http/cors.h"
#include "http/message.h"
#include "http/security_headers.h"

namespace astronova::http {

/// "Sun, 06 Nov 1994 08:49:37 GMT" (IMF-fixdate; RFC 9110, 5.6.7). Allocates nothing: it is written
/// anew each second, in the midst of requests.
using HttpDate = boost::static_string<40>;
HttpDate format_http_date(std::time_t seconds);

/// Appends the status line and all headers of an answer, with the empty line that ends them.
/// Control characters in a handler's header values become spaces: no value can end its line.
/// `more_lines` are as HeaderLines::text() has them.
void append_response_head(std::string& out, const Request& request, const Response& response,
                          const Cors& cors, const SecurityHeaders& security, bool keep_alive,
                          std::string_view more_lines = {});

}  // namespace astronova::http
