#include "app/settings/mistakes.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace astronova::app {

void Mistakes::came_from(std::string_view setting, std::string where) {
  origins_.insert_or_assign(std::string(setting), std::move(where));
}

std::string Mistakes::where(std::string_view setting) const {
  const auto known = origins_.find(setting);
  return known == origins_.end() ? std::string(setting) : known->second;
}

void Mistakes::add_at(std::string where, std::string what, std::string fix) {
  all_.push_back({std::move(where), std::move(what), std::move(fix)});
}

void Mistakes::add(std::string_view setting, std::string what, std::string fix) {
  if (std::ranges::find(wrong_, setting) != wrong_.end()) return;
  wrong_.emplace_back(setting);
  add_at(where(setting), std::move(what), std::move(fix));
}

std::string text_of(const Mistakes& mistakes) {
  std::string text;
  for (const auto& [where, what, fix] : mistakes.all())
    text += fmt::format("error: {}: {}\ntry:   {}\n", where, what, fix);
  const auto count = mistakes.all().size();
  text += fmt::format("note:  {} in the configuration; nothing was started\n",
                      count == 1 ? "one mistake" : fmt::format("{} mistakes", count));
  return text;
}

}  // namespace astronova::app
