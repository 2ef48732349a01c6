#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "clients/cloudkit.h"

namespace astronova::clients::cloudkit {

/// {"value": …, "type": …}, the Record Field Dictionary of CloudKit Web Services.
boost::json::object to_json(const CloudValue& value);

/// A Record Dictionary for a request: type, name, change tag and fields, as far as they are given.
boost::json::object to_json(const CloudRecord& record);

/// A Record Dictionary of an answer, or the Record Fetch Error Dictionary in its place.
CloudResult<CloudRecord> to_record(const boost::json::value& from);

/// The failure that an answer tells of: serverErrorCode, reason, retryAfter, recordName.
CloudFailure to_failure(const boost::json::object& from);

/// A member that is text; empty where there is none.
std::string text_at(const boost::json::object& from, std::string_view name);

/// A failure that is not CloudKit's word.
CloudFailure unreadable(std::string reason);

}  // namespace astronova::clients::cloudkit
