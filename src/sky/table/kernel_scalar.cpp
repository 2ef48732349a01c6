#include "sky/table/compiled_kernels.h"
#include "sky/table/kernel_body.h"

namespace astronova::sky::table {

constinit const Kernel scalar_kernel = kernel_named<1>("scalar");

}  // namespace astronova::sky::table
