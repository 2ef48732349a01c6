#pragma once

#include "astrology/western/natal/sect.h"
#include "astrology/western/predictive/firdaria.h"
#include "astrology/western/predictive/profections.h"
#include "astrology/western/predictive/releasing.h"
#include "usecases/cast_natal_chart.h"

namespace astronova::usecases {

struct ProfectionRequest {
  BirthData birth;
  ChartOptions options{};  ///< zodiac, bodies and node are read
  JulianDayUt at{};
  astrology::AspectPoint from{astrology::PointKind::ascendant};  ///< its longitude is not read
};

struct FoundProfection {
  CastChart natal;
  astrology::ProfectedYear profected;
};

/// errors   those of cast_natal_chart below "/birthData"; at "/at" for an instant outside the life;
///          at "/from" for an angle or the Moon without a time of birth, or a body that the chart
///          has not
/// threads  any; blocking
Result<FoundProfection> find_profection(const sky::Ephemeris& ephemeris,
                                        const ProfectionRequest& request);

struct FirdariaRequest {
  BirthData birth;
  std::optional<JulianDayUt> at{};
  std::optional<astrology::Sect> sect{};  ///< none: by the Sun; needed without a time of birth
  astrology::FirdariaNodes nodes = astrology::FirdariaNodes::last;
};

struct FoundFirdaria {
  CastChart natal;
  astrology::Sect sect{};
  std::vector<astrology::Firdar> firdaria;
  std::optional<std::size_t> current{};       ///< of `at`: into firdaria
  std::optional<std::size_t> current_part{};  ///< into the parts of that; none of the nodes
};

/// Those of 75 years, or of 150 where `at` lies beyond.
/// errors   as above; at "/sect" when neither it nor the time of birth is known
Result<FoundFirdaria> find_firdaria(const sky::Ephemeris& ephemeris,
                                    const FirdariaRequest& request);

struct ReleasingRequest {
  BirthData birth;
  ChartOptions options{};                ///< zodiac and house system are read
  std::size_t lot = 1;                   ///< into astrology::lot_definitions(): Spirit
  bool next_sign_when_together = false;  ///< Spirit, where it is in the sign of Fortune
  std::optional<JulianDayUt> from{};     ///< none: birth
  std::optional<JulianDayUt> to{};       ///< none: 100 years after `from`
  int levels = 2;
  double year_days = 360;
};
inline constexpr int releasing_years_max = 120;

struct FoundReleasing {
  CastChart natal;
  double lot_longitude = 0;
  double fortune_longitude = 0;
  astrology::Sign from{};  ///< the sign that is released
  std::vector<astrology::ReleasingPeriod> periods;
};

/// errors   as above; at "/to" for a range that ends before it begins or is longer than 120 years
Result<FoundReleasing> find_releasing(const sky::Ephemeris& ephemeris,
                                      const ReleasingRequest& request);

}  // namespace astronova::usecases
