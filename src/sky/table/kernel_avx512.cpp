#include "sky/table/compiled_kernels.h"
#include "sky/table/kernel_body.h"

namespace astronova::sky::table {

constinit const Kernel avx512_kernel = kernel_named<8>("avx512");

}  // namespace astronova::sky::table
