#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "accounts/sessions.h"
#include "api/people.h"
#include "base/result.h"
#include "storage/records.h"

namespace astronova::api {

/// Keeps what a chart was cast from in its owner's history, under the chart's id; one that is there
/// already stays as it is. `request` is the body that it was cast from.
/// errors  unavailable
/// threads any; waits for the database
Result<void> keep_chart(const People& people, const accounts::Caller& owner,
                        std::string_view chart_id, const boost::json::value& request, Instant now);

/// What is kept of something that was computed.
struct Keepsake {
  std::string_view id;
  std::string document;
};

/// Keeps something in its owner's history under its id; a record that is there already stays as it
/// is.
/// errors  unavailable
/// threads any; waits for the database
Result<void> keep_record(const People& people, const accounts::Caller& owner,
                         storage::RecordKind kind, Keepsake kept, Instant now);

}  // namespace astronova::api
