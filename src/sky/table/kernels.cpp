#include <array>

#include "sky/table/compiled_kernels.h"

namespace astronova::sky::table {
namespace {

struct Found {
  std::array<Kernel, 4> kernels{scalar_kernel, baseline_kernel};
  std::size_t count = 2;
};

Found find() {
  Found found;
#if defined(__x86_64__)
  // From each on, a processor has those before it too.
  if (__builtin_cpu_supports("avx2")) found.kernels[found.count++] = avx2_kernel;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl")) {
    found.kernels[found.count++] = avx512_kernel;
  }
#endif
  return found;
}

}  // namespace

std::span<const Kernel> kernels() {
  static const Found found = find();
  return {found.kernels.data(), found.count};
}

}  // namespace astronova::sky::table
