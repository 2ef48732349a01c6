#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace astronova::bulk {

/// XXH3 of 64 bits over all that was added: tells one text from another, not against an adversary.
class Digest {
 public:
  Digest();

  void add(std::string_view bytes);
  /// Of what was added so far.
  std::uint64_t value() const;

 private:
  struct Free {
    void operator()(void* state) const;
  };
  std::unique_ptr<void, Free> state_;
};

/// The digest of one text, 16 hexadecimal digits.
std::string digest_of(std::string_view text);

}  // namespace astronova::bulk
