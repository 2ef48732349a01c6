#pragma once

#include <cstddef>

namespace astronova::testing {

/// How often this thread has asked operator new for memory so far.
std::size_t allocation_count();

}  // namespace astronova::testing
