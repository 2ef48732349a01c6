#include "places/gazetteer/place_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <unordered_map>
#include <utility>

#include "places/gazetteer/fold.h"
#include "places/gazetteer/letters.h"
#include "places/gazetteer/misspelling.h"
#include "places/gazetteer/place_set.h"
#include "places/gazetteer/similar_words.h"
#include "places/gazetteer/word_index.h"

namespace astronova::places::gazetteer {
namespace {

// A match is worth the order of magnitude of its population, and this.
constexpr double whole_name_bonus = 3;
constexpr double whole_other_name_bonus = 1.4;
constexpr double whole_word_bonus = 0.5;
constexpr double misspelt_whole_name_bonus = 2;
constexpr double beginning_bonus = 1;
constexpr double beginning_of_region_penalty = 1;
constexpr double other_name_penalty = 1.5;
constexpr double error_penalty = 2.5;
constexpr double least_population = 100;

// So many of the most populous are looked at closely.
constexpr std::size_t candidates_max = 100;
constexpr std::size_t misspelt_candidates_max = 40;
constexpr std::size_t words_max = 8;
// More places than this have no two words in common.
constexpr std::size_t bearers_max = 2'000;
// In so many words errors are forgiven: each costs a walk through the dictionary.
constexpr std::size_t forgiven_words_max = 3;

// Where so many fit as typed, errors are not looked for. Not the limit of the one who asks: the
// first of a longer list are those of a shorter one.
constexpr std::size_t enough = 10;

std::uint8_t forgiven_errors(std::string_view word) {
  const auto letters = letter_count(word);
  if (letters > Misspelling::letters_max) return 0;
  return letters >= 6 ? 2 : letters >= 4 ? 1 : 0;
}

class Search {
 public:
  Search(const Gazetteer& gazetteer, const PlaceQuery& query)
      : gazetteer_(gazetteer),
        file_(gazetteer.file()),
        index_(gazetteer.words()),
        query_(query),
        regions_(file_, query.regions) {
    words_ = places::words_of(query_.name);
    name_ = places::spelt_out(query_.name);
    if (words_.size() > words_max) words_.resize(words_max);
  }

  void add_whole_names() {
    if (!regions_.possible()) return;
    if (words_.size() == 1) {
      index_.for_each_posting(index_.exactly(words_.front()),
                              [&](PlaceId place, std::uint32_t flags) {
                                if ((flags & whole_name) != 0) add(place, 0, Found::by_whole_name);
                              });
      return;
    }
    const auto bearers =
        with_all_words([&](std::string_view word) { return index_.exactly(word); });
    file_.places_with_form(query_.name, [&](PlaceId place) {
      if (bearers.contains(place)) add(place, 0, Found::by_whole_name);
    });
    std::size_t looked_at = 0;
    bearers.for_each_while([&](PlaceId place) {
      if (is_query(places::fold(file_.text_of(place).name))) add(place, 0, Found::by_whole_name);
      return ++looked_at < bearers_max;
    });
  }

  void add_whole_words() {
    if (!regions_.possible()) return;
    add_most_populous(with_all_words([&](std::string_view word) { return index_.exactly(word); }),
                      whole_word_bonus, Found::by_words);
  }

  void add_beginnings() {
    if (!regions_.possible()) return;
    add_most_populous(
        with_all_words([&](std::string_view word) { return index_.with_prefix(word); }), 0,
        Found::by_words);
  }

  void add_as_typed() {
    add_whole_names();
    add_whole_words();
    add_beginnings();
  }

  /// @param errors_max in all words together, 1 or 2
  void add_misspelt(std::uint8_t errors_max);

  bool has_whole_name() const {
    return std::any_of(matches_.begin(), matches_.end(),
                       [](const auto& match) { return match.second.whole; });
  }
  std::size_t size() const { return matches_.size(); }

  void add_matches_of(const Search& other) {
    for (const auto& [place, match] : other.matches_) {
      auto& known = matches_.try_emplace(place, match).first->second;
      if (known.score < match.score) known = match;
    }
  }

  std::vector<Match> best(std::size_t limit) const {
    std::vector<Match> matches;
    matches.reserve(matches_.size());
    for (const auto& [place, match] : matches_)
      matches.push_back(match);
    const auto end = matches.begin() + static_cast<std::ptrdiff_t>(std::min(limit, matches.size()));
    std::partial_sort(matches.begin(), end, matches.end(), [](const Match& a, const Match& b) {
      return a.score == b.score ? a.place < b.place : a.score > b.score;
    });
    matches.erase(end, matches.end());
    return matches;
  }

 private:
  template <class Words>
  PlaceSet with_all_words(Words words) const {
    PlaceSet all(file_.place_count());
    bool first = true;
    for (const auto word : words_) {
      PlaceSet bearers(file_.place_count());
      index_.for_each_posting(words(word),
                              [&](PlaceId place, std::uint32_t) { bearers.add(place); });
      if (first) {
        all = std::move(bearers);
      } else {
        all &= bearers;
      }
      first = false;
    }
    return all;
  }

  // How a place was found.
  enum class Found { by_whole_name, by_words, by_misspelt_main_name, by_misspelt_name };

  void add_most_populous(const PlaceSet& places, double bonus, Found found,
                         std::size_t candidates = candidates_max) {
    std::size_t count = 0;
    places.for_each_while([&](PlaceId place) {
      if (regions_.fit(place) != RegionFit::none) {
        add(place, bonus, found);
        ++count;
      }
      return count < candidates;
    });
  }

  void add(PlaceId place, double bonus, Found found) {
    const auto region = regions_.fit(place);
    if (region == RegionFit::none || matches_.contains(place)) return;
    const auto text = file_.text_of(place);
    const auto name = places::fold(text.name);
    double score = std::log10(text.population + least_population) + bonus + fit(place, name, found);
    if (region == RegionFit::beginning) score -= beginning_of_region_penalty;
    const bool whole = found == Found::by_whole_name || is_query(name);
    matches_.emplace(place, Match{place, score, whole, region});
  }

  bool is_query(std::string_view name) const {
    return name == query_.name || places::spelt_out(name) == name_;
  }

  // How well a place's main name fits, or its English one.
  double fit(PlaceId place, std::string_view name, Found found) const {
    if (is_query(name)) return whole_name_bonus;
    switch (found) {
      case Found::by_whole_name: {
        const auto english = file_.translation("en", place);
        const bool fits = english && is_query(places::fold(*english));
        return fits ? whole_name_bonus : whole_other_name_bonus;
      }
      case Found::by_words:
        if (name.starts_with(query_.name)) return beginning_bonus;
        return has_words_in(name) ? 0 : -other_name_penalty;
      case Found::by_misspelt_main_name: {
        const auto letters = letter_count(name);
        const auto typed = letter_count(query_.name);
        const bool as_long = letters <= typed + Misspelling::errors_max;
        return as_long ? misspelt_whole_name_bonus : 0;
      }
      case Found::by_misspelt_name:
        break;
    }
    return -other_name_penalty;
  }

  std::vector<SimilarWords> words_like(std::string_view word, std::uint8_t errors_max) const {
    const auto errors = std::min(forgiven_errors(word), errors_max);
    if (errors == 0) return {{index_.with_prefix(word), 0}};
    return similar_words(index_, gazetteer_.word_beginnings(), word, errors);
  }

  // Whether each word typed begins one of the name: if not, it was found by another name.
  bool has_words_in(std::string_view name) const {
    const auto of_name = places::words_of(name);
    return std::all_of(words_.begin(), words_.end(), [&](std::string_view word) {
      return std::any_of(of_name.begin(), of_name.end(),
                         [&](std::string_view w) { return w.starts_with(word); });
    });
  }

  const Gazetteer& gazetteer_;
  const GazetteerFile& file_;
  const WordIndex& index_;
  const PlaceQuery& query_;
  RegionFilter regions_;
  std::vector<std::string_view> words_;
  std::string name_;  // of the query, spelt out
  std::unordered_map<PlaceId, Match> matches_;
};

// Places by the errors that it takes to find them: [e] holds those with e.
using ByErrors = std::array<PlaceSet, Misspelling::errors_max + 1>;

ByErrors no_places(std::uint32_t place_count) {
  return {PlaceSet(place_count), PlaceSet(place_count), PlaceSet(place_count)};
}

// Leaves in `all` the places that are in both, by the errors of both together.
void narrow(ByErrors& all, const ByErrors& bearers) {
  // From the most errors down, so that what is still needed is still there.
  for (std::size_t total = all.size(); total-- > 0;) {
    auto both = all.at(total);
    both &= bearers.at(0);
    for (std::size_t i = 0; i < total; ++i)
      both.add_common(all.at(i), bearers.at(total - i));
    all.at(total) = std::move(both);
  }
}

void Search::add_misspelt(std::uint8_t errors_max) {
  const bool forgives = std::any_of(words_.begin(), words_.end(), [&](std::string_view word) {
    return forgiven_errors(word) >= errors_max;
  });
  if (!forgives || !regions_.possible()) return;
  std::optional<ByErrors> by_main_name;
  std::optional<ByErrors> by_any_name;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    auto main = no_places(file_.place_count());
    auto any = no_places(file_.place_count());
    for (const auto& similar : words_like(words_[i], i < forgiven_words_max ? errors_max : 0)) {
      index_.for_each_posting(similar.words, [&](PlaceId place, std::uint32_t flags) {
        any.at(similar.errors).add(place);
        if ((flags & main_name) != 0) main.at(similar.errors).add(place);
      });
    }
    if (by_any_name) {
      narrow(*by_main_name, main);
      narrow(*by_any_name, any);
    } else {
      by_main_name = std::move(main);
      by_any_name = std::move(any);
    }
  }
  for (std::size_t errors = 0; errors <= errors_max; ++errors) {
    const double penalty = -error_penalty * static_cast<double>(errors);
    add_most_populous(by_main_name->at(errors), penalty, Found::by_misspelt_main_name,
                      misspelt_candidates_max);
    add_most_populous(by_any_name->at(errors), penalty, Found::by_misspelt_name,
                      misspelt_candidates_max);
  }
}

// "paris texas": the last words may be a division or a country without a comma before them.
std::vector<PlaceQuery> with_region_split_off(const PlaceQuery& query) {
  std::vector<PlaceQuery> queries;
  queries.reserve(RegionFilter::words_max);
  for (auto space = query.name.rfind(' ');
       space != std::string::npos && queries.size() < RegionFilter::words_max;
       space = query.name.rfind(' ', space - 1)) {
    PlaceQuery split{query.name.substr(0, space), query.regions};
    split.regions.push_back(query.name.substr(space + 1));
    queries.push_back(std::move(split));
  }
  return queries;
}

// What a query finds by `add` as it was typed, and with shortened words in full.
template <class Add>
Search searched(const Gazetteer& gazetteer, const PlaceQuery& query, Add add) {
  Search search(gazetteer, query);
  add(search);
  const PlaceQuery full{places::spelt_out(query.name), query.regions};
  if (full.name == query.name) return search;
  Search other(gazetteer, full);
  add(other);
  search.add_matches_of(other);
  return search;
}

}  // namespace

std::vector<Match> find_whole_names(const Gazetteer& gazetteer, const PlaceQuery& query) {
  const auto complete = [&](const PlaceQuery& asked) {
    const auto search =
        searched(gazetteer, asked, [](Search& of_one) { of_one.add_whole_names(); });
    auto matches = search.best(search.size());
    std::erase_if(matches, [](const Match& match) { return match.region != RegionFit::whole; });
    return matches;
  };
  auto matches = complete(query);
  for (const auto& split : with_region_split_off(query)) {
    if (!matches.empty()) break;
    matches = complete(split);
  }
  return matches;
}

std::vector<Match> find_matches(const Gazetteer& gazetteer, const PlaceQuery& query,
                                std::size_t limit) {
  auto search = searched(gazetteer, query, [](Search& of_one) { of_one.add_as_typed(); });
  if (search.has_whole_name()) return search.best(limit);
  for (const auto& split : with_region_split_off(query)) {
    Search other(gazetteer, split);
    other.add_whole_names();
    if (other.size() == 0) continue;
    search.add_matches_of(other);
    return search.best(limit);
  }
  if (search.size() < enough) search.add_misspelt(1);
  // Two errors are looked for only where nothing else explains what was typed.
  if (search.size() == 0) search.add_misspelt(2);
  return search.best(limit);
}

}  // namespace astronova::places::gazetteer
