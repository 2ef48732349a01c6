#include "cache/cache_figures.h"

#include <mutex>

namespace astronova::cache {

SpaceFigures& CacheFigures::of(std::string_view space) {
  {
    const std::shared_lock lock(mutex_);
    if (const auto found = spaces_.find(space); found != spaces_.end()) return *found->second;
  }
  const std::unique_lock lock(mutex_);
  auto& figures = spaces_[space];
  if (!figures) {
    figures = std::make_unique<SpaceFigures>();
    figures->space = space;
  }
  return *figures;
}

std::vector<const SpaceFigures*> CacheFigures::all() const {
  const std::shared_lock lock(mutex_);
  std::vector<const SpaceFigures*> all;
  all.reserve(spaces_.size());
  for (const auto& [name, figures] : spaces_)
    all.push_back(figures.get());
  return all;
}

}  // namespace astronova::cache
