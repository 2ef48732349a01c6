#pragma once

#include <memory>
#include <string>

#include "sky/ephemeris.h"
#include "sky/table/build_table.h"
#include "sky/table/kernel.h"

namespace astronova::sky {

/// The port on a table of Chebyshev pieces (src/sky/table/table_format.h), fitted to what another
/// adapter's source answers. What the table does not hold (another center than the Earth's, an
/// instant outside its span, some house systems, ayanamsas of a fixed ecliptic or of delta Cancri)
/// comes from that adapter; the caller sees no seam.
///
/// Accuracy: against Swiss Ephemeris, of which it is made: longitudes and latitudes 0.001 arc
/// seconds, distances 1e-8 AU, speeds 1e-4 degrees a day, but for the steps that Swiss Ephemeris's
/// own values make at the borders of its polynomials and at the Sun's limb.
/// Threads: as the port.
///
/// @param path      the table's file
/// @param reference answers for the rest
/// @param kernel    computes; all give the same bits
/// errors  data_missing where the file is missing, damaged or of another version; `reference` is
///         then left as it was
Result<std::unique_ptr<Ephemeris>> open_table_ephemeris(
    const std::string& path, std::unique_ptr<Ephemeris>& reference,
    const table::Kernel& kernel = table::kernels().back());

/// The same on a table that is built for the purpose and kept in memory alone: for long searches
/// where there is no file. Building takes some 0.1 s of a processor for a year of ten bodies.
/// @param settings  which span, bodies and ayanamsas; `file` is not read
/// errors  those of table::table_bytes; `reference` is then left as it was
Result<std::unique_ptr<Ephemeris>> make_table_ephemeris(const table::BuildSettings& settings,
                                                        std::unique_ptr<Ephemeris>& reference);

}  // namespace astronova::sky
