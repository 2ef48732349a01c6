#include "bulk/digest.h"

#include <new>

#include <fmt/format.h>
#include <xxhash.h>

namespace astronova::bulk {
namespace {

XXH3_state_t* state_of(void* state) {
  return static_cast<XXH3_state_t*>(state);
}

}  // namespace

void Digest::Free::operator()(void* state) const {
  XXH3_freeState(state_of(state));
}

Digest::Digest() : state_(XXH3_createState()) {
  if (!state_) throw std::bad_alloc();
  XXH3_64bits_reset(state_of(state_.get()));
}

void Digest::add(std::string_view bytes) {
  XXH3_64bits_update(state_of(state_.get()), bytes.data(), bytes.size());
}

std::uint64_t Digest::value() const {
  return XXH3_64bits_digest(state_of(state_.get()));
}

std::string digest_of(std::string_view text) {
  return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size()));
}

}  // namespace astronova::bulk
