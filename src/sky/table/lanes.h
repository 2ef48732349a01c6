#pragma once

#include <cstddef>
#include <cstdint>

// Several doubles in one register, in the vector extension that GCC and Clang share, and the
// functions of angles on them. Every operation is exact or rounded once by IEEE 754 and none is
// fused, so a lane has the same bits however many lie beside it.
//
// All of it is anonymous: each kernel is compiled for another instruction set, and must not share
// what the linker would merge.
namespace {

template <std::size_t Count>
struct LanesOf {
  using Numbers [[gnu::vector_size(Count * sizeof(double))]] = double;
  using Bits [[gnu::vector_size(Count * sizeof(double))]] = std::int64_t;
};

template <class Numbers, class Bits>
struct Sphere {
  static constexpr std::size_t count = sizeof(Numbers) / sizeof(double);
  static constexpr double radians_of_degree = 0x1.1df46a2529d39p-6;
  static constexpr double degrees_of_radian = 0x1.ca5dc1a63c1f8p+5;

  struct Direction {
    Numbers sine;
    Numbers cosine;
  };

  static Numbers all(double number) { return Numbers{} + number; }
  static Bits bits_of(Numbers numbers) { return reinterpret_cast<Bits>(numbers); }
  static Numbers numbers_of(Bits bits) { return reinterpret_cast<Numbers>(bits); }
  static Numbers chosen(Bits condition, Numbers yes, Numbers no) {
    return numbers_of((condition & bits_of(yes)) | (~condition & bits_of(no)));
  }
  static Numbers absolute(Numbers numbers) { return numbers_of(bits_of(numbers) & INT64_MAX); }
  static Numbers root(Numbers numbers) {
    for (std::size_t i = 0; i < count; ++i)
      numbers[i] = __builtin_sqrt(numbers[i]);
    return numbers;
  }

  // The nearest integer of a number below 2^50: it stands in the last bits of the sum.
  static constexpr double shift = 0x1.8p52;
  static Numbers nearest(Numbers numbers) { return (numbers + shift) - shift; }

  // [-1e9, 1e9] to [0, 360).
  static Numbers into_circle(Numbers degrees) {
    const Numbers turned = degrees - nearest(degrees * (1.0 / 360)) * 360.0;
    const Numbers positive = turned + chosen(turned < 0.0, all(360), all(0));
    // A tiny negative angle has been rounded up to 360 itself.
    return chosen(positive >= 360.0, all(0), positive);
  }

  // Errors below 1.2e-16. The polynomials interpolate (sin r / r - 1) / r^2 and (cos r - 1 + r^2 /
  // 2) / r^4 of [0, (pi / 4)^2] at Chebyshev's points, computed with 40 digits.
  static Direction direction_of(Numbers degrees) {
    const Numbers quarters = degrees * (1.0 / 90) + shift;
    const Numbers r = (degrees - (quarters - shift) * 90.0) * radians_of_degree;
    const Numbers z = r * r;
    Numbers s = all(1.5918115263265974e-10);
    s = s * z - 2.505113165023518e-08;
    s = s * z + 2.7557316101617874e-06;
    s = s * z - 0.00019841269836756774;
    s = s * z + 0.008333333333330948;
    s = s * z - 0.16666666666666666;
    const Numbers sine = r + r * (z * s);
    Numbers c = all(-1.1382623647474604e-11);
    c = c * z + 2.087614614655861e-09;
    c = c * z - 2.7557317271145144e-07;
    c = c * z + 2.480158729876456e-05;
    c = c * z - 0.0013888888888887398;
    c = c * z + 0.041666666666666664;
    const Numbers cosine = 1.0 - (0.5 * z - z * z * c);
    const Bits quarter = bits_of(quarters);
    const Bits crossed = -(quarter & 1);
    const Bits sine_sign = (quarter & 2) << 62;
    const Bits cosine_sign = ((quarter + 1) & 2) << 62;
    return {numbers_of(bits_of(chosen(crossed, cosine, sine)) ^ sine_sign),
            numbers_of(bits_of(chosen(crossed, sine, cosine)) ^ cosine_sign)};
  }

  // The angle of a direction of any length to the nearer half of the axis of cosines, [0, 90]
  // degrees; 0 of no direction at all. Error below 3e-14 degrees. The polynomial interpolates (atan
  // t / t - 1) / t^2 as those above do, for t up to tan 22.5 degrees; beyond, 45 degrees are taken
  // off first.
  static Numbers acute_degrees_of(Numbers sine, Numbers cosine) {
    const Numbers height = absolute(sine);
    const Numbers width = absolute(cosine);
    const Bits steep = height > width;
    const Numbers less = chosen(steep, width, height);
    const Numbers more = chosen(steep, height, width);
    const Bits wide = less > more * 0.41421356237309503;
    const Numbers numerator = chosen(wide, less - more, less);
    const Numbers denominator = chosen(wide, less + more, more);
    const Numbers t = numerator / chosen(denominator == 0.0, all(1), denominator);
    const Numbers u = t * t;
    Numbers p = all(-0.019175404711104935);
    p = p * u + 0.03923044778479309;
    p = p * u - 0.050854078345894844;
    p = p * u + 0.05858140904866328;
    p = p * u - 0.06664510525508936;
    p = p * u + 0.07692183125376892;
    p = p * u - 0.0909090457530649;
    p = p * u + 0.11111111015187018;
    p = p * u - 0.14285714284665682;
    p = p * u + 0.19999999999995516;
    p = p * u - 0.3333333333333333;
    const Numbers degrees = (t + t * (u * p)) * degrees_of_radian + chosen(wide, all(45), all(0));
    return chosen(steep, 90.0 - degrees, degrees);
  }

  // [0, 360).
  static Numbers degrees_of(Numbers sine, Numbers cosine) {
    const Numbers acute = acute_degrees_of(sine, cosine);
    const Numbers half = chosen(cosine < 0.0, 180.0 - acute, acute);
    const Numbers whole = chosen(sine < 0.0, 360.0 - half, half);
    return chosen(whole >= 360.0, all(0), whole);
  }

  // [-90, 90], of a cosine that is not negative.
  static Numbers signed_degrees_of(Numbers sine, Numbers cosine) {
    const Numbers acute = acute_degrees_of(sine, cosine);
    return chosen(sine < 0.0, -acute, acute);
  }
};

}  // namespace
