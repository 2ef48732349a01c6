#include "app/heap_settings.h"

#include <malloc.h>

namespace astronova::app {
namespace {

/// Such blocks cost a call of the system's each, which takes less than filling them.
constexpr int long_block_bytes = 262'144;

}  // namespace

void return_long_blocks() {
  // Said once, the threshold no longer grows with the blocks that are freed (mallopt(3)).
  (void)mallopt(M_MMAP_THRESHOLD, long_block_bytes);
}

}  // namespace astronova::app
