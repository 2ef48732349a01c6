#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

/// The gazetteer: populated places of the world, found by name or by where they lie.
///
/// source   GeoNames (geonames.org, CC BY 4.0): places of at least 500 inhabitants and seats of
///          administration down to the third level. data/README.md says how the file is made.
/// threads  every function here may be called from every thread at once.
/// texts    UTF-8, in memory that lives as long as the program.
namespace astronova::places {

/// A populated place.
struct Place {
  std::string_view name;          ///< in the language asked for, where that is known
  std::string_view admin;         ///< the first-level division, "Texas", in English where that is
                                  ///< known; empty where there is none
  std::string_view country;       ///< in the language asked for, where that is known
  std::string_view country_code;  ///< ISO 3166-1, two letters
  double latitude = 0;            ///< degrees north, WGS84
  double longitude = 0;           ///< degrees east, [-180, 180]
  std::uint32_t population = 0;   ///< 0 where GeoNames has none
};

/// Places for what somebody has typed so far, the likeliest first.
///
/// A place is found by its name, and where it is large enough by what it is called elsewhere or was
/// called before (Munich, München; Mumbai, Bombay). Each word typed is the beginning of a word of
/// the name; case and diacritics do not count. What follows a comma is the beginning of the name or
/// the code of its division or country, or of both ("Paris, TX, USA", "Paris, TX USA"); so may be
/// the last words without a comma, behind a whole name. Where nothing has the whole name and fewer
/// than ten places fit, one error is forgiven in words of four letters or more; where none fits,
/// two in words of six or more.
/// Ranked by how well the name fits and by population: the first of a longer list are those of a
/// shorter one.
///
/// @param limit    how many at most
/// @param language of the names, the first part of a BCP 47 tag; empty or not known: main names
/// errors  invalid_value at "" for a text without a letter or digit, of more than 200 bytes, or
///         that is not UTF-8. None found is an empty list.
/// cost    tens of microseconds; some hundred where errors are forgiven
Result<std::vector<Place>> search_places(std::string_view text, std::size_t limit,
                                         std::string_view language = "");

/// A place that was named, and what else may have been meant.
struct NamedPlace {
  Place place;
  std::vector<Place> others;  ///< of the same name, by population; at most five
};

/// The place of a whole name ("Paris", "paris, texas", "New York, NY"). Of several of the same name
/// it is the most populous; what is only called so elsewhere, or once was, counts for a fortieth of
/// its population, so that Salisbury is not Harare and Bombay is Mumbai.
/// errors  as search_places, and invalid_value at "" where no place has that name: the detail gives
///         the nearest names. Errors in typing are not forgiven.
Result<NamedPlace> place_named(std::string_view text);

/// A place and how far away it is.
struct NearPlace {
  Place place;
  double distance_km = 0;  ///< great circle on a sphere of 6371.0088 km
};

/// The places nearest to a point, the nearest first.
/// @param latitude  degrees, [-90, 90]
/// @param longitude degrees, [-180, 180]
/// cost   a few microseconds, in the middle of an ocean some hundred; the first call sorts all
///        places by where they lie, some milliseconds
std::vector<NearPlace> nearest_places(double latitude, double longitude, std::size_t limit,
                                      std::string_view language = "");

/// "Paris, Texas, United States". A division or a country that repeats the place's name is left
/// out.
std::string label(const Place& place);

/// How many places there are.
std::size_t place_count();

/// What the gazetteer was made from, for provenance.
std::string_view gazetteer_sources();

}  // namespace astronova::places
