#pragma once

#include <utility>

namespace astronova {

/// A value that nobody may see: it has no formatter, no comparison and no conversion, so that it
/// gets into no log and no answer by accident. Who needs it says so by reveal().
template <class T>
class Secret {
 public:
  Secret() = default;
  explicit Secret(T value) : value_(std::move(value)) {}

  const T& reveal() const { return value_; }

 private:
  T value_{};
};

}  // namespace astronova
