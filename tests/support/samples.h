#pragma once

namespace astronova {

/// How many of so many samples a test takes. Values are compared on the build that ships; under a
/// sanitizer, which finds what it looks for in the first few, each costs ten times as much, and a
/// tenth is enough.
constexpr int samples(int all) {
#ifdef ASTRONOVA_SANITIZED
  return (all + 9) / 10;
#else
  return all;
#endif
}

/// The step of a sweep through every value.
constexpr int stride(int all = 1) {
#ifdef ASTRONOVA_SANITIZED
  return 7 * all;
#else
  return all;
#endif
}

}  // namespace astronova
