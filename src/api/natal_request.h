#pragma once

#include <boost/json/value.hpp>

#include "base/result.h"
#include "usecases/natal_figures.h"
#include "usecases/natal_locality.h"
#include "usecases/natal_stars.h"
#include "usecases/traditional_natal.h"

namespace astronova::api {

/// The requests of the techniques of the natal chart, by the names of the contract.
/// errors  invalid_value with every wrong field
Result<usecases::DignitiesRequest> read_dignities_request(const boost::json::value& body);
Result<usecases::LotsRequest> read_lots_request(const boost::json::value& body);
Result<usecases::DeclinationsRequest> read_declinations_request(const boost::json::value& body);
Result<usecases::MidpointsRequest> read_midpoints_request(const boost::json::value& body);
Result<usecases::HarmonicRequest> read_harmonic_request(const boost::json::value& body);
Result<usecases::PatternsRequest> read_patterns_request(const boost::json::value& body);
Result<usecases::NatalRequest> read_mansions_request(const boost::json::value& body);
Result<usecases::StarsRequest> read_stars_request(const boost::json::value& body);
Result<usecases::OrbitsRequest> read_orbits_request(const boost::json::value& body);
Result<usecases::RelocationRequest> read_relocation_request(const boost::json::value& body);
Result<usecases::LinesRequest> read_lines_request(const boost::json::value& body);
Result<usecases::NatalRequest> read_local_space_request(const boost::json::value& body);

}  // namespace astronova::api
