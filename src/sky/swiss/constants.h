#pragma once

#include "sky/ephemeris.h"

namespace astronova::sky::swiss {

/// libswe's number of a body. The south nodes have none of their own: they are given that of
/// their north node.
int body_number(Body body);
/// libswe's letter of a house system.
int house_letter(HouseSystem system);
/// libswe's number of a sidereal mode.
int sidereal_mode(Ayanamsa ayanamsa);
/// libswe's flags of a center.
int center_flags(Center center);

/// Makes the settings of a frame in the calling thread's libswe: the sidereal mode, the observer.
void select(const Frame& frame);

}  // namespace astronova::sky::swiss
