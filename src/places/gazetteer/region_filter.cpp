#include "places/gazetteer/region_filter.h"

#include <algorithm>

#include "places/gazetteer/fold.h"

namespace astronova::places::gazetteer {
namespace {

// "d c" for D.C., "u s a" for U.S.A.: initials are one word.
std::string joined_initials(std::string_view region) {
  std::string joined;
  for (const auto word : words_of(region)) {
    if (word.size() != 1) return std::string(region);
    joined += word;
  }
  return joined;
}

std::uint32_t first_form_not_before(const GazetteerFile& file, std::string_view text) {
  std::uint32_t low = 0;
  std::uint32_t high = file.region_form_count();
  while (low < high) {
    const auto middle = (low + high) / 2;
    if (file.region_form(middle).form < text) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

bool any_fits(const std::vector<RegionFit>& fits) {
  return std::any_of(fits.begin(), fits.end(),
                     [](RegionFit fit) { return fit != RegionFit::none; });
}

// The worse of both, division by division.
void narrow(std::vector<RegionFit>& fits, const std::vector<RegionFit>& others) {
  std::transform(fits.begin(), fits.end(), others.begin(), fits.begin(),
                 [](RegionFit a, RegionFit b) { return std::min(a, b); });
}

}  // namespace

RegionFilter::RegionFilter(const GazetteerFile& file, const std::vector<std::string>& regions)
    : file_(file) {
  if (regions.empty()) return;
  const bool too_many = regions.size() > words_max;
  fits_.assign(file.division_count(), too_many ? RegionFit::none : RegionFit::whole);
  for (const auto& region : regions) {
    if (!any_fits(fits_)) break;
    narrow(fits_, fits_of(region));
  }
  possible_ = any_fits(fits_);
}

RegionFilter::Fits RegionFilter::fits_of(std::string_view text) const {
  const auto words = static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1;
  if (words > words_max) return Fits(file_.division_count(), RegionFit::none);
  auto fits = fits_of_region(joined_initials(text));
  for (auto space = text.find(' '); space != std::string_view::npos && !any_fits(fits);
       space = text.find(' ', space + 1)) {
    fits = fits_of_region(joined_initials(text.substr(0, space)));
    narrow(fits, fits_of_region(joined_initials(text.substr(space + 1))));
  }
  return fits;
}

RegionFilter::Fits RegionFilter::fits_of_region(std::string_view region) const {
  Fits divisions(file_.division_count(), RegionFit::none);
  Fits countries(file_.country_count(), RegionFit::none);
  for (auto i = first_form_not_before(file_, region); i < file_.region_form_count(); ++i) {
    const auto form = file_.region_form(i);
    if (!form.form.starts_with(region)) break;
    const auto fit = form.form.size() == region.size() ? RegionFit::whole : RegionFit::beginning;
    auto& known = form.is_country ? countries[form.number] : divisions[form.number];
    known = std::max(known, fit);
  }
  for (std::uint32_t division = 0; division < divisions.size(); ++division) {
    divisions[division] =
        std::max(divisions[division], countries[file_.country_of_division(division)]);
  }
  return divisions;
}

}  // namespace astronova::places::gazetteer
