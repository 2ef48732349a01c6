#pragma once

#include <cstdint>
#include <string>

#include "app/doctor/examination.h"

namespace astronova::app {

enum class PortState : std::uint8_t { free, taken, refused, no_address };

/// Whether the server could listen there. Nothing listens meanwhile.
PortState try_port(const std::string& host, std::uint16_t port);

}  // namespace astronova::app
