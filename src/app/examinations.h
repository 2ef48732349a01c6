#pragma once

#include <memory>
#include <vector>

#include "app/doctor/examination.h"
#include "app/wanted.h"

namespace astronova::app {

/// What was noted when the configuration was read: a row for each mistake and warning, or one that
/// all is well.
std::vector<Row> configuration_rows(const Settings& settings);

/// Whether the secrets that there should be are there, hard to guess, and hidden from other users.
Diagnosis examine_secrets(const Wanted& wanted);

// Each asks one service that the server depends on, as the server does, and changes nothing.
Diagnosis examine_ephemeris(const EphemerisConfiguration& configuration);
Diagnosis examine_table(const EphemerisConfiguration& configuration);
Diagnosis examine_database(const Wanted& wanted);
Diagnosis examine_claude(const HealthConfiguration& configuration);
Diagnosis examine_apple(const AppleConfiguration& configuration);
Diagnosis examine_cloudkit(const Wanted& wanted);
/// Whether it answers, how fast, of what version it is, and what it does when it is full.
Diagnosis examine_redis(const Wanted& wanted);
/// Whether the server could listen where it is told to, or does already.
Diagnosis examine_port(const ServeConfiguration& configuration, bool over_tls);
/// The machine's clock, and what the first vendor that is configured takes the time to be.
Diagnosis examine_time(const Wanted& wanted);

}  // namespace astronova::app
