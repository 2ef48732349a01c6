#pragma once

#include <string>

#include "app/doctor/examination.h"
#include "base/clock.h"

namespace astronova::app {

/// Whether the folder can be written to, by a file that is gone at once, and how much room there
/// is. A folder that is not there must be one that can be made.
Diagnosis examine_folder(const std::string& folder);

/// Whether the year is one that may be, and whether the kernel says that something keeps the clock
/// right.
Diagnosis examine_clock(const Clock& clock);

/// How many files and connections the process may have open.
Diagnosis examine_descriptors();

/// The IANA database: whether it is there, and whether it is old.
Diagnosis examine_zones(const Clock& clock);

/// The certificates of a PEM file: whether they can be read, and for how many days the first to run
/// out is good.
Diagnosis examine_certificates(const std::string& file, const Clock& clock);

}  // namespace astronova::app
