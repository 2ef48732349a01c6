#pragma once

#include <boost/json/value.hpp>

#include "base/clock.h"
#include "base/result.h"
#include "usecases/cast_return.h"
#include "usecases/find_directions.h"
#include "usecases/find_transits.h"
#include "usecases/progress_chart.h"
#include "usecases/time_lords.h"

/// The requests of the contract that look at a chart in time. An instant `at` that is absent is
/// now. errors  invalid_value with every wrong field
namespace astronova::api {

Result<usecases::TransitRequest> read_transit_request(const boost::json::value& body,
                                                      const Clock& clock);
Result<usecases::ReturnRequest> read_return_request(const boost::json::value& body,
                                                    const Clock& clock);
Result<usecases::ProgressionRequest> read_progression_request(const boost::json::value& body,
                                                              const Clock& clock);
Result<usecases::DirectionRequest> read_direction_request(const boost::json::value& body);
Result<usecases::ProfectionRequest> read_profection_request(const boost::json::value& body,
                                                            const Clock& clock);
Result<usecases::FirdariaRequest> read_firdaria_request(const boost::json::value& body);
Result<usecases::ReleasingRequest> read_releasing_request(const boost::json::value& body);

}  // namespace astronova::api
