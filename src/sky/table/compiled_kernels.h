#pragma once

#include "sky/table/kernel.h"

// One a file, each compiled with the flags that src/CMakeLists.txt gives it.
namespace astronova::sky::table {

extern const Kernel scalar_kernel;
extern const Kernel baseline_kernel;  ///< what every processor of the architecture has
#if defined(__x86_64__)
extern const Kernel avx2_kernel;
extern const Kernel avx512_kernel;
#endif

}  // namespace astronova::sky::table
