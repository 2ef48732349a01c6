#pragma once

#include <string>

#include "sky/ephemeris.h"
#include "usecases/cast_return.h"
#include "usecases/find_directions.h"
#include "usecases/find_transits.h"
#include "usecases/progress_chart.h"
#include "usecases/time_lords.h"

/// Append the answers of the contract that look at a chart in time to `text`.
namespace astronova::api {

void write_transits(std::string& text, const usecases::FoundTransits& found,
                    const usecases::TransitRequest& request, const sky::Ephemeris& ephemeris);
void write_return(std::string& text, const usecases::CastReturn& cast,
                  const usecases::ReturnRequest& request, const sky::Ephemeris& ephemeris);
void write_progression(std::string& text, const usecases::ProgressedChart& progressed,
                       const usecases::ProgressionRequest& request,
                       const sky::Ephemeris& ephemeris);
void write_directions(std::string& text, const usecases::FoundDirections& found,
                      const usecases::DirectionRequest& request, const sky::Ephemeris& ephemeris);
void write_profection(std::string& text, const usecases::FoundProfection& found,
                      const usecases::ProfectionRequest& request, const sky::Ephemeris& ephemeris);
void write_firdaria(std::string& text, const usecases::FoundFirdaria& found,
                    const usecases::FirdariaRequest& request, const sky::Ephemeris& ephemeris);
void write_releasing(std::string& text, const usecases::FoundReleasing& found,
                     const usecases::ReleasingRequest& request, const sky::Ephemeris& ephemeris);

}  // namespace astronova::api
