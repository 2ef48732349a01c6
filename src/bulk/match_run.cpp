#include "bulk/match_run.h"

#include <boost/json/serialize.hpp>

#include <fmt/format.h>

#include "api/birth_data.h"
#include "api/errors.h"
#include "base/version.h"
#include "bulk/match_maker.h"
#include "places/time_zones.h"
#include "usecases/search_matches.h"

namespace astronova::bulk {
namespace {

Result<astrology::MatchPoints> points_of_user(const boost::json::object& user,
                                              const sky::Ephemeris& ephemeris) {
  api::FieldErrors errors;
  const auto birth = api::read_birth_data(boost::json::value(user), "/user", errors);
  if (!birth) return errors.error();
  const auto points = usecases::person_match_points(ephemeris, *birth);
  if (!points) return api::below(points.error(), "/user", "/date");
  return *points;
}

}  // namespace

Result<Progress> match_births(const MatchRun& run, const sky::Ephemeris& ephemeris,
                              const std::function<void(const Progress&)>& report) {
  const auto user = points_of_user(run.user, ephemeris);
  if (!user) return user.error();
  const MatchOrder order{*user, run.to, run.score_min};
  LineWork work;
  work.order = fmt::format("match|{}|{}|{}|{}|{}|{}", static_cast<int>(run.to),
                           boost::json::serialize(run.user), run.score_min.value_or(-1),
                           ephemeris.provenance(), places::tzdata_version(), version);
  if (run.to == Format::csv) work.header = MatchMaker::header();
  work.make_maker = [&](const std::optional<CsvBirths>& columns) {
    return std::make_unique<MatchMaker>(ephemeris, order, columns);
  };
  return run_lines(run, work, report);
}

}  // namespace astronova::bulk
