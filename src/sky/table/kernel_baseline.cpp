#include "sky/table/compiled_kernels.h"
#include "sky/table/kernel_body.h"

namespace astronova::sky::table {

#if defined(__aarch64__)
constinit const Kernel baseline_kernel = kernel_named<2>("neon");
#elif defined(__x86_64__)
constinit const Kernel baseline_kernel = kernel_named<2>("sse2");
#else
constinit const Kernel baseline_kernel = kernel_named<2>("baseline");
#endif

}  // namespace astronova::sky::table
