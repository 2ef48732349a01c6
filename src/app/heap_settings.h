#pragma once

namespace astronova::app {

/// Has the memory of long answers go back to the system as soon as they are sent. By itself the C
/// library keeps what it once needed for them, for each of its arenas. Before other threads begin.
void return_long_blocks();

}  // namespace astronova::app
