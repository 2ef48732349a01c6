#include "sky/swiss/swiss_fixed_stars.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <map>

#include <fmt/format.h>
#include <swephexp.h>

#include "base/angle.h"
#include "sky/computation_counts.h"
#include "sky/swiss/coverage_error.h"
#include "sky/swiss/thread_state.h"

namespace astronova::sky::swiss {
namespace {

constexpr std::size_t star_fields_min = 14;
constexpr std::size_t magnitude_field = 13;
using StarFields = std::array<std::string_view, star_fields_min>;

std::string_view without_spaces_around(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// "name,designation,epoch,right ascension (3),declination (3),motions (3),parallax,magnitude,..."
std::optional<StarFields> star_fields(std::string_view line) {
  StarFields fields;
  for (auto& field : fields) {
    if (line.empty()) return std::nullopt;
    const auto comma = line.find(',');
    field = without_spaces_around(line.substr(0, comma));
    line = comma == std::string_view::npos ? std::string_view{} : line.substr(comma + 1);
  }
  return fields;
}

// The file has 0 or 999.99 for what is no star; no star of it is of magnitude 0 exactly.
std::optional<double> magnitude_in(std::string_view field) {
  double magnitude = 0;
  std::from_chars(field.data(), field.data() + field.size(), magnitude);
  if (magnitude == 0 || magnitude > 900) return std::nullopt;
  return magnitude;
}

std::vector<FixedStar> read_catalogue(const std::string& file_name) {
  std::map<std::string, FixedStar, std::less<>> stars;
  std::ifstream file{file_name};
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    const auto fields = star_fields(line);
    if (!fields || (*fields)[1].empty()) continue;
    const std::string name{(*fields)[0]};
    const auto [at, is_new] = stars.try_emplace(std::string{(*fields)[1]});
    auto& star = at->second;
    if (is_new) {
      star.designation = at->first;
      star.magnitude = magnitude_in((*fields)[magnitude_field]);
    }
    if (name.empty() || name == star.name || std::ranges::count(star.others, name) > 0) continue;
    if (star.name.empty()) {
      star.name = name;
    } else {
      star.others.push_back(name);
    }
  }
  std::vector<FixedStar> catalogue;
  catalogue.reserve(stars.size());
  for (auto& entry : stars)
    catalogue.push_back(std::move(entry.second));
  return catalogue;
}

// False when libswe fails, or places the Earth by another source than the files.
bool ask_for_star(JulianDayUt when, const FixedStar& star, int flags, double* out) {
  std::array<char, 2 * SE_MAX_STNAME + 1> name{};
  char message[AS_MAXCH] = "";
  fmt::format_to_n(name.data(), name.size() - 1, ",{}", star.designation);
  const int answered = swe_fixstar2_ut(name.data(), when.value, SEFLG_SWIEPH | flags, out, message);
  return answered >= 0 && (answered & (SEFLG_SWIEPH | SEFLG_JPLEPH | SEFLG_MOSEPH)) == SEFLG_SWIEPH;
}

}  // namespace

std::span<const FixedStar> SwissFixedStars::catalogue() const {
  std::call_once(read_, [this] { catalogue_ = read_catalogue(directory_ + "/sefstars.txt"); });
  return catalogue_;
}

Result<void> SwissFixedStars::states_at(JulianDayUt when, std::span<const std::size_t> stars,
                                        std::span<StarState> states) const {
  const auto all = catalogue();
  computation_counts().swiss.add(stars.size());
  if (!coverage_) return Error{ErrorCode::data_missing, "no ephemeris data are installed", {}};
  if (when < coverage_->first || when > coverage_->last) {
    return outside_coverage("the Earth", *coverage_);
  }
  thread_state().use(directory_);
  thread_state().enter(when);
  for (std::size_t i = 0; i < stars.size(); ++i) {
    const auto& star = all[stars[i]];
    double ecliptic[6];
    double equatorial[6];
    if (!ask_for_star(when, star, 0, ecliptic) ||
        !ask_for_star(when, star, SEFLG_EQUATORIAL, equatorial)) {
      return Error{ErrorCode::data_missing,
                   fmt::format("the data of the star {} cannot be read", star.designation),
                   {}};
    }
    states[i] = {normalized_degrees(ecliptic[0]), ecliptic[1], normalized_degrees(equatorial[0]),
                 equatorial[1]};
  }
  return {};
}

}  // namespace astronova::sky::swiss
