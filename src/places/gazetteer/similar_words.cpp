#include "places/gazetteer/similar_words.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "places/gazetteer/letters.h"
#include "places/gazetteer/misspelling.h"

namespace astronova::places::gazetteer {
namespace {

// Walks the dictionary in order. What a word shares with the one before it was already compared:
// the states after each of those letters are kept.
class Walk {
 public:
  Walk(const WordIndex& index, const WordBeginnings& beginnings, std::string_view typed,
       std::uint8_t errors_max)
      : index_(index), beginnings_(beginnings), misspelling_(typed, errors_max) {
    states_.front() = misspelling_.begin();
  }

  // The words of some beginnings of `letters` letters, whose states before the last are known; the
  // letters before the last have `bytes` bytes. Words from `words_end` on do not begin with those.
  void over(std::size_t letters, std::size_t bytes, std::uint32_t begin, std::uint32_t end,
            std::uint32_t words_end) {
    const auto& level = beginnings_.level(letters);
    const auto& before = states_[letters < 2 ? 0 : letters - 2];
    const auto& state = states_[letters - 1];
    for (auto i = begin; i < end; ++i) {
      const auto letter = level.last_letter[i];
      if (!misspelling_.may_go_on(before, state, letter)) continue;
      const auto& next = states_[letters] = misspelling_.after(before, state, letter);
      if (is_hopeless(next)) continue;
      const Known known{letters, bytes + utf8_size(letter)};
      const auto first_word = level.first_word[i];
      const auto word_end = std::min(level.first_word[i + 1], words_end);
      if (letters == WordBeginnings::depth) {
        compare_words(first_word, word_end, known);
        continue;
      }
      // The beginning may be a word itself, before those that go on.
      const auto child = level.first_child[i];
      const auto longer = std::min(beginnings_.level(letters + 1).first_word[child], word_end);
      if (first_word < longer) compare_words(first_word, longer, known);
      over(letters + 1, known.bytes, child, level.first_child[i + 1], word_end);
    }
  }

  std::vector<SimilarWords> take_found() { return std::move(found_); }

 private:
  bool is_hopeless(const Misspelling::State& state) const {
    return state.is_hopeless() && state.as_prefix == Misspelling::too_far;
  }

  // A beginning whose states are known.
  struct Known {
    std::size_t letters = 0;
    std::size_t bytes = 0;
  };

  // Words of one beginning.
  void compare_words(std::uint32_t begin, std::uint32_t end, Known known) {
    seek(begin);
    letters_at_byte_[known.bytes] = static_cast<std::uint8_t>(known.letters);
    auto compared = known.bytes;  // so many of the word's bytes have their states
    std::size_t hopeless = none;  // so many of them differ too much
    for (;;) {
      read_word();
      // A block's first word shares the beginning too, though it is written in full.
      compared = std::min(compared, std::max(shared_, known.bytes));
      if (hopeless == none || compared < hopeless) {
        hopeless = compare_word(compared);
        compared = hopeless == none ? size_ : hopeless;
        if (hopeless == none) take(next_ - 1);
      }
      if (next_ == end) return;
    }
  }

  // Returns after how many bytes the word differs too much, or `none`.
  std::size_t compare_word(std::size_t from) {
    auto letters = letters_at_byte_[from];
    for (auto at = from; at < size_;) {
      const auto letter = first_letter({&word_[at], size_ - at});
      at += letter.size;
      const auto& before = states_[letters - 1U];
      const auto& state = states_[letters];
      letters_at_byte_[at] = static_cast<std::uint8_t>(letters + 1);
      if (!misspelling_.may_go_on(before, state, comparable(letter.code))) return at;
      const auto& next = states_[letters + 1U] =
          misspelling_.after(before, state, comparable(letter.code));
      ++letters;
      if (is_hopeless(next)) return at;
    }
    return none;
  }

  void take(std::uint32_t word) {
    const auto& state = states_[letters_at_byte_[size_]];
    if (state.as_prefix == Misspelling::too_far) return;
    if (!found_.empty() && found_.back().words.end == word &&
        found_.back().errors == state.as_prefix) {
      ++found_.back().words.end;
    } else {
      found_.push_back({{word, word + 1}, state.as_prefix});
    }
  }

  // Moves on to a word. What it shares with the one before is not read: those bytes lie within the
  // beginning, which is known.
  void seek(std::uint32_t word) {
    if (next_ > word || word / block_size > next_ / block_size || at_ == nullptr) {
      next_ = word / block_size * block_size;
      at_ = index_.words_of_block(word / block_size);
    }
    for (; next_ < word; ++next_)
      WordIndex::read_entry(at_);
  }

  void read_word() {
    const auto entry = WordIndex::read_entry(at_);
    shared_ = entry.shared;
    size_ = entry.shared + entry.rest.size();
    std::memcpy(&word_[entry.shared], entry.rest.data(), entry.rest.size());
    ++next_;
  }

  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  const WordIndex& index_;
  const WordBeginnings& beginnings_;
  Misspelling misspelling_;
  std::array<Misspelling::State, word_bytes_max + 1> states_;  // after so many letters
  std::array<std::uint8_t, word_bytes_max + 1> letters_at_byte_{};

  std::array<char, word_bytes_max> word_{};  // the word before `next_`
  std::size_t size_ = 0;
  std::size_t shared_ = 0;  // so many of its bytes are those of the word before it
  std::uint32_t next_ = 0;
  const std::byte* at_ = nullptr;
  std::vector<SimilarWords> found_;
};

}  // namespace

std::vector<SimilarWords> similar_words(const WordIndex& index, const WordBeginnings& beginnings,
                                        std::string_view typed, std::uint8_t errors_max) {
  const auto& first_letters = beginnings.level(1).last_letter;
  const auto count = static_cast<std::uint32_t>(first_letters.size() - 1);
  const auto ascii_end = static_cast<std::uint32_t>(
      std::partition_point(first_letters.begin(), first_letters.begin() + count,
                           [](char16_t letter) { return letter < 0x80; }) -
      first_letters.begin());
  const bool ascii = static_cast<unsigned char>(typed.front()) < 0x80;
  Walk walk(index, beginnings, typed, errors_max);
  walk.over(1, 0, ascii ? 0 : ascii_end, ascii ? ascii_end : count, index.word_count());
  return walk.take_found();
}

}  // namespace astronova::places::gazetteer
