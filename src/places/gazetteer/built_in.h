#pragma once

#include <mutex>
#include <optional>
#include <span>

#include "places/gazetteer/gazetteer_file.h"
#include "places/gazetteer/nearest.h"
#include "places/gazetteer/word_beginnings.h"
#include "places/gazetteer/word_index.h"

namespace astronova::places::gazetteer {

/// A gazetteer's file, and what is made of it in memory when it is first asked for.
/// threads  all of them at once
class Gazetteer {
 public:
  explicit Gazetteer(std::span<const std::byte> file) : file_(file), words_(file_) {}

  const GazetteerFile& file() const { return file_; }
  const WordIndex& words() const { return words_; }

  const WordBeginnings& word_beginnings() const {
    std::call_once(beginnings_made_, [this] { beginnings_.emplace(words_); });
    return *beginnings_;
  }
  const NearestPlaces& nearest() const {
    std::call_once(nearest_made_, [this] { nearest_.emplace(file_); });
    return *nearest_;
  }

 private:
  GazetteerFile file_;
  WordIndex words_;
  mutable std::once_flag beginnings_made_;
  mutable std::optional<WordBeginnings> beginnings_;
  mutable std::once_flag nearest_made_;
  mutable std::optional<NearestPlaces> nearest_;
};

/// The one that the program carries.
const Gazetteer& built_in_gazetteer();

}  // namespace astronova::places::gazetteer
