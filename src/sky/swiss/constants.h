#pragma once

#include "sky/ayanamsas.h"
#include "sky/bodies.h"
#include "sky/house_systems.h"

namespace astronova::sky::swiss {

/// libswe's number of a body. The south nodes have none of their own: they are given that of
/// their north node.
int body_number(Body body);
/// libswe's letter of a house system.
int house_letter(HouseSystem system);
/// libswe's number of a sidereal mode.
int sidereal_mode(Ayanamsa ayanamsa);

}  // namespace astronova::sky::swiss
