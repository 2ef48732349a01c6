#include "bulk/chart_run.h"

#include <boost/json/serialize.hpp>
#include <utility>

#include <fmt/format.h>

#include "base/version.h"
#include "bulk/chart_rows.h"
#include "bulk/refusal.h"
#include "places/time_zones.h"

namespace astronova::bulk {
namespace {

// A maker with the order that it works by.
class OrderedChartMaker final : public LineMaker {
 public:
  OrderedChartMaker(const sky::Ephemeris& ephemeris, ChartOrder order,
                    const usecases::ChartRequest& common)
      : order_(std::move(order)), maker_(ephemeris, order_, common) {}

  bool make(std::uint64_t line, std::string_view text, std::string& output,
            std::string& errors) override {
    return maker_.make(line, text, output, errors);
  }

 private:
  ChartOrder order_;
  ChartMaker maker_;
};

}  // namespace

Result<Progress> cast_charts(const ChartRun& run, const sky::Ephemeris& ephemeris,
                             const std::function<void(const Progress&)>& report) {
  const auto request = request_of_all(run.common);
  if (!request) return request.error();
  if (run.to == Format::csv && (request->vedic || !request->western)) {
    return refusal(
        "CSV output is of the Western chart alone; leave --systems out, or say "
        "--to jsonl");
  }
  LineWork work;
  work.order =
      fmt::format("{}|{}|{}|{}|{}", static_cast<int>(run.to), boost::json::serialize(run.common),
                  ephemeris.provenance(), places::tzdata_version(), version);
  if (run.to == Format::csv) work.header = ChartRows(*request).header();
  work.make_maker = [&](const std::optional<CsvBirths>& columns) {
    return std::make_unique<OrderedChartMaker>(ephemeris, ChartOrder{run.common, run.to, columns},
                                               *request);
  };
  return run_lines(run, work, report);
}

}  // namespace astronova::bulk
