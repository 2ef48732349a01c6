#include "sky/table/kernels/compiled_kernels.h"
#include "sky/table/kernels/kernel_body.h"

namespace astronova::sky::table {

constinit const Kernel scalar_kernel = kernel_named<1>("scalar");

}  // namespace astronova::sky::table
