#pragma once

#include <memory>
#include <string>

#include "sky/ephemeris.h"

namespace astronova::sky {

/// The port on Swiss Ephemeris (libswe 2.10.03) and its compressed JPL DE431 files.
///
/// Threads: libswe keeps its state (paths, sidereal mode, observer, open files) per thread, so each
/// call sets all that it needs and nothing survives it but open files, which are closed when the
/// thread ends. Source: Swiss Ephemeris programming interface, swe_calc_ut, swe_houses_ex2,
/// swe_get_ayanamsa_ex_ut, swe_deltat_ex.
///
/// directory: holds the .se1 files (Debian: swe-basic-data, swe-standard-data).
/// errors: data_missing when it cannot be read or holds no planets and Moon.
Result<std::unique_ptr<Ephemeris>> open_swiss_ephemeris(const std::string& directory);

/// Where Debian's packages put the data files.
inline constexpr char default_ephemeris_directory[] = "/usr/share/libswe/ephe";

}  // namespace astronova::sky
