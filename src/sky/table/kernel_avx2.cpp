#include "sky/table/compiled_kernels.h"
#include "sky/table/kernel_body.h"

namespace astronova::sky::table {

constinit const Kernel avx2_kernel = kernel_named<4>("avx2");

}  // namespace astronova::sky::table
