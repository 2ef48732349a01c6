#pragma once

#include <cstddef>

namespace astronova::app {

/// Has the system give the program as many descriptors as it may have. Many systems start programs
/// with 1,024, for the sake of those that use select().
void raise_descriptor_limit();

/// How many descriptors a server needs for all but connections, with so many event loops (0: one
/// for each processor).
std::size_t descriptors_beside_connections(unsigned threads);

}  // namespace astronova::app
