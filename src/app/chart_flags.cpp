#include "app/chart_flags.h"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>

namespace astronova::app {
namespace {

namespace json = boost::json;

void put(json::object& object, std::string_view name, const std::vector<std::string>& values) {
  if (values.empty()) return;
  object[json::string_view{name.data(), name.size()}] = json::array(values.begin(), values.end());
}

}  // namespace

void put(json::object& object, std::string_view name, const std::string& value) {
  if (!value.empty()) object[json::string_view{name.data(), name.size()}] = value;
}

void declare(CLI::App& command, ChartFlags& flags) {
  command.add_option("--systems", flags.systems, "western, vedic, or both")->delimiter(',');
  command.add_option("--bodies", flags.bodies, "Bodies, separated by commas")->delimiter(',');
  command.add_option("--aspects", flags.aspects, "Aspects, separated by commas")->delimiter(',');
  command.add_option("--house-system", flags.house_system, "House system; placidus when absent");
  command.add_option("--zodiac", flags.zodiac, "tropical or sidereal");
  command.add_option("--ayanamsa", flags.ayanamsa, "Ayanamsa; lahiri when absent");
  command.add_option("--node", flags.node, "true or mean");
  command.add_option("--center", flags.center, "geocentric or topocentric");
}

json::object request_members(const ChartFlags& flags) {
  json::object options;
  put(options, "bodies", flags.bodies);
  put(options, "aspects", flags.aspects);
  put(options, "houseSystem", flags.house_system);
  put(options, "zodiac", flags.zodiac);
  put(options, "ayanamsa", flags.ayanamsa);
  put(options, "node", flags.node);
  put(options, "center", flags.center);
  json::object request{{"options", std::move(options)}};
  put(request, "systems", flags.systems);
  return request;
}

FlagsByPointer chart_flags_by_pointer() {
  return {{"/systems", "--systems"},         {"/options/bodies", "--bodies"},
          {"/options/aspects", "--aspects"}, {"/options/houseSystem", "--house-system"},
          {"/options/zodiac", "--zodiac"},   {"/options/ayanamsa", "--ayanamsa"},
          {"/options/node", "--node"},       {"/options/center", "--center"}};
}

}  // namespace astronova::app
