#pragma once

#include <utility>

#include <unistd.h>

namespace astronova::bulk {

/// An open file, closed with this object unless it is one of the process's own three.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ > STDERR_FILENO) close(number_);
  }

  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace astronova::bulk
