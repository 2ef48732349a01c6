#pragma once

#include "sky/swiss/sampler.h"

namespace astronova::sky::table {

/// Tells where a body passes the Sun's disc. The deflection of its light then changes direction
/// within minutes, which the points of a fit over days do not see.
/// threads  one at a time
class SunPassages {
 public:
  SunPassages(const swiss::Sampler& sampler, Body body) : sampler_(sampler), body_(body) {}

  /// Whether a part from one day to another is too long for what happens in it: longer than the
  /// body is from the Sun's centre, in the time that it needs for such a way. To be asked for the
  /// whole of a piece first and then for its parts.
  /// errors  those of the sampler
  Result<bool> is_too_long(double begin, double end);

 private:
  // The conjunction in a stretch of time, if it is one with the disc.
  struct Passage {
    double begin = 0;  // of the stretch
    double end = 0;
    bool exists = false;
    double day = 0;       // of the conjunction
    double distance = 0;  // then, degrees
    double per_day = 0;   // degrees
  };
  Result<Passage> find(double begin, double end) const;

  struct Offset {
    double longitude = 0;  // from the Sun, degrees
    double latitude = 0;
  };
  Result<Offset> offset_at(double day) const;

  const swiss::Sampler& sampler_;
  Body body_;
  Passage passage_;
};

}  // namespace astronova::sky::table
