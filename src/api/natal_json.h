#pragma once

#include <string>

#include "usecases/natal_figures.h"
#include "usecases/natal_locality.h"
#include "usecases/natal_stars.h"
#include "usecases/traditional_natal.h"

namespace astronova::api {

/// Append the answers of the techniques of the natal chart to `text`, by the names of the contract.
/// The bytes are the same for the same request, ephemeris and zone database.

void write_dignities(std::string& text, const usecases::NatalDignities& found,
                     const usecases::DignitiesRequest& request, const sky::Ephemeris& ephemeris);
void write_lots(std::string& text, const usecases::NatalLots& found,
                const usecases::LotsRequest& request, const sky::Ephemeris& ephemeris);
void write_declinations(std::string& text, const usecases::NatalDeclinations& found,
                        const usecases::DeclinationsRequest& request,
                        const sky::Ephemeris& ephemeris);
void write_midpoints(std::string& text, const usecases::NatalMidpoints& found,
                     const usecases::MidpointsRequest& request, const sky::Ephemeris& ephemeris);
void write_harmonic(std::string& text, const usecases::NatalHarmonic& found,
                    const usecases::HarmonicRequest& request, const sky::Ephemeris& ephemeris);
void write_patterns(std::string& text, const usecases::NatalPatterns& found,
                    const usecases::PatternsRequest& request, const sky::Ephemeris& ephemeris);
void write_mansions(std::string& text, const usecases::NatalMansions& found,
                    const usecases::NatalRequest& request, const sky::Ephemeris& ephemeris);
void write_stars(std::string& text, const usecases::NatalStars& found,
                 const usecases::StarsRequest& request, const sky::Ephemeris& ephemeris);
void write_orbits(std::string& text, const usecases::NatalOrbits& found,
                  const usecases::OrbitsRequest& request, const sky::Ephemeris& ephemeris);
void write_relocation(std::string& text, const usecases::Relocation& found,
                      const usecases::RelocationRequest& request, const sky::Ephemeris& ephemeris);
/// A GeoJSON FeatureCollection (RFC 7946) with the members of every answer beside it.
void write_lines(std::string& text, const usecases::NatalLines& found,
                 const usecases::LinesRequest& request, const sky::Ephemeris& ephemeris);
void write_local_space(std::string& text, const usecases::NatalLocalSpace& found,
                       const usecases::NatalRequest& request, const sky::Ephemeris& ephemeris);

}  // namespace astronova::api
