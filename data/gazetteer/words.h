#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "data/gazetteer/sources.h"

namespace astronova::data {

/// Collects the names by which places are found, and writes the sections word_blocks, words,
/// postings and forms.
class WordWriter {
 public:
  /// A name of the place: the one that answers give, what it is called in English, or another.
  enum class Kind { main, english, other };
  void add(std::uint32_t place, const std::string& name, Kind kind);

  std::uint32_t word_count() const { return static_cast<std::uint32_t>(words_.size()); }

  struct Sections {
    std::vector<std::byte> blocks;
    std::vector<std::byte> words;
    std::vector<std::byte> postings;
    std::vector<std::byte> forms;
  };
  Sections write() const;

 private:
  std::map<std::string, std::map<std::uint32_t, std::uint32_t>> words_;  // word: place: flags
  std::map<std::uint64_t, bool> forms_;
};

}  // namespace astronova::data
