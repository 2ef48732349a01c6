// Against the textbook's table of edit distances, filled cell by cell.

#include "places/gazetteer/misspelling.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "places/gazetteer/built_in.h"
#include "places/gazetteer/letters.h"
#include "places/gazetteer/similar_words.h"
#include "tests/support/samples.h"

namespace astronova::places::gazetteer {
namespace {

using Letters = std::u16string;

Letters letters_of(std::string_view text) {
  Letters letters;
  while (!text.empty()) {
    const auto letter = first_letter(text);
    letters += comparable(letter.code);
    text.remove_prefix(letter.size);
  }
  return letters;
}

struct Distance {
  std::size_t whole = 0;
  std::size_t as_prefix = 0;  // the least to any beginning of the text
};

// Optimal string alignment: insertions, deletions, replacements, swaps of neighbours.
Distance distance(const Letters& typed, const Letters& text) {
  std::vector<std::size_t> two_back;
  std::vector<std::size_t> before;
  std::vector<std::size_t> row(typed.size() + 1);
  for (std::size_t j = 0; j <= typed.size(); ++j)
    row[j] = j;
  std::size_t as_prefix = row.back();
  for (std::size_t i = 1; i <= text.size(); ++i) {
    two_back = std::move(before);
    before = std::move(row);
    row.assign(typed.size() + 1, i);
    for (std::size_t j = 1; j <= typed.size(); ++j) {
      const std::size_t other = text[i - 1] == typed[j - 1] ? 0 : 1;
      row[j] = std::min({before[j] + 1, row[j - 1] + 1, before[j - 1] + other});
      if (i > 1 && j > 1 && text[i - 1] == typed[j - 2] && text[i - 2] == typed[j - 1])
        row[j] = std::min(row[j], two_back[j - 2] + 1);
    }
    as_prefix = std::min(as_prefix, row.back());
  }
  return {row.back(), as_prefix};
}

int within(std::size_t errors, std::uint8_t errors_max) {
  return errors <= errors_max ? static_cast<int>(errors) : int{Misspelling::too_far};
}

std::string random_word(std::mt19937& random, std::size_t letters_max) {
  static const std::vector<std::string> alphabet{"a", "b", "c", "д", "東", "𐌰"};
  std::uniform_int_distribution<std::size_t> letter(0, alphabet.size() - 1);
  std::uniform_int_distribution<std::size_t> size(1, letters_max);
  std::string word;
  for (auto left = size(random); left > 0; --left)
    word += alphabet[letter(random)];
  return word;
}

void expect_distance(const std::string& typed, const std::string& text, std::uint8_t errors_max) {
  const Misspelling misspelling(typed, errors_max);
  auto before = misspelling.begin();
  auto state = before;
  bool gone_on = true;
  for (const auto letter : letters_of(text)) {
    gone_on = gone_on && misspelling.may_go_on(before, state, letter);
    const auto next = misspelling.after(before, state, letter);
    before = state;
    state = next;
  }
  const auto expected = distance(letters_of(typed), letters_of(text));
  ASSERT_EQ(int{misspelling.errors(state)}, within(expected.whole, errors_max))
      << typed << ", " << text << ", " << int{errors_max};
  ASSERT_EQ(int{state.as_prefix}, within(expected.as_prefix, errors_max))
      << typed << ", " << text << ", " << int{errors_max};
  if (!gone_on) {
    ASSERT_EQ(int{state.as_prefix}, int{Misspelling::too_far}) << typed << ", " << text;
  }
  if (state.is_hopeless()) {
    ASSERT_GT(expected.whole, errors_max);
  }
}

TEST(Misspelling, CountsTheErrorsOfTheTextbooksTable) {
  std::mt19937 random(1992);
  for (int i = 0; i < 30'000; ++i) {
    const auto typed = random_word(random, 9);
    const auto text = random_word(random, 10);
    for (std::uint8_t errors_max = 0; errors_max <= 2; ++errors_max)
      expect_distance(typed, text, errors_max);
  }
}

TEST(Misspelling, CountsTheErrorsOfWordsThatDifferLittle) {
  std::mt19937 random(2003);
  for (int i = 0; i < 30'000; ++i) {
    const auto text = random_word(random, 20);
    auto typed = letters_of(text);
    std::uniform_int_distribution<std::size_t> at(0, typed.size() - 1);
    for (int slip = 0; slip < 2; ++slip) {
      if (typed.size() < 2) continue;
      const auto here = std::min(at(random), typed.size() - 2);
      if (slip == i % 2) {
        std::swap(typed[here], typed[here + 1]);
      } else {
        typed.erase(here, 1);
      }
    }
    std::string utf8;
    for (const char16_t letter : typed) {
      utf8 += letter == u'д'     ? "д"
              : letter == u'東'  ? "東"
              : letter == 0xffff ? "𐌰"
                                 : std::string(1, static_cast<char>(letter));
    }
    for (std::uint8_t errors_max = 1; errors_max <= 2; ++errors_max)
      expect_distance(utf8, text, errors_max);
  }
}

TEST(Misspelling, TakesWordsOfSixtyTwoLetters) {
  const std::string longest(Misspelling::letters_max, 'a');
  expect_distance(longest, longest, 2);
  expect_distance(longest, longest.substr(2), 2);
  expect_distance(longest, longest.substr(3), 2);
  expect_distance(longest, longest + "bb", 2);
  expect_distance(longest, "bab" + longest, 2);
}

/// All words of the built-in gazetteer.
const std::vector<std::string>& dictionary() {
  static const auto words = [] {
    const auto& index = built_in_gazetteer().words();
    std::vector<std::string> all;
    std::string word;
    for (std::uint32_t block = 0; block < index.block_count(); ++block) {
      const std::byte* at = index.words_of_block(block);
      const auto end = std::min((block + 1) * block_size, index.word_count());
      for (auto number = block * block_size; number < end; ++number) {
        const auto entry = WordIndex::read_entry(at);
        word.resize(entry.shared);
        word += entry.rest;
        all.push_back(word);
      }
    }
    return all;
  }();
  return words;
}

using Found = std::map<std::uint32_t, int>;  // number of a word: errors

Found found_by_walk(std::string_view typed, std::uint8_t errors_max) {
  const auto& gazetteer = built_in_gazetteer();
  Found found;
  for (const auto& [words, errors] :
       similar_words(gazetteer.words(), gazetteer.word_beginnings(), typed, errors_max)) {
    for (auto word = words.begin; word < words.end; ++word)
      EXPECT_TRUE(found.emplace(word, errors).second) << typed;
  }
  return found;
}

bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

Found found_one_by_one(std::string_view typed, std::uint8_t errors_max) {
  static const auto all = [] {
    std::vector<Letters> letters;
    for (const auto& word : dictionary())
      letters.push_back(letters_of(word));
    return letters;
  }();
  const auto letters = letters_of(typed);
  Found found;
  for (std::uint32_t word = 0; word < all.size(); ++word) {
    if (is_ascii(dictionary()[word].front()) != is_ascii(typed.front())) continue;
    if (all[word].size() + errors_max < letters.size()) continue;
    // What follows cannot be part of the nearest beginning.
    const auto errors =
        distance(letters, all[word].substr(0, letters.size() + errors_max)).as_prefix;
    if (errors <= errors_max) found.emplace(word, static_cast<int>(errors));
  }
  return found;
}

TEST(SimilarWords, TheDictionaryIsSortedAndComplete) {
  const auto& words = dictionary();
  EXPECT_EQ(words.size(), built_in_gazetteer().words().word_count());
  EXPECT_GT(words.size(), 200'000U);
  EXPECT_TRUE(std::is_sorted(words.begin(), words.end()));
  EXPECT_EQ(std::adjacent_find(words.begin(), words.end()), words.end());
}

TEST(SimilarWords, AreThoseThatAComparisonWithEveryWordFinds) {
  const std::vector<std::string> words{"amstredam",
                                       "pari",
                                       "lond0n",
                                       "qarqi",
                                       "zzzz",
                                       "york",
                                       "birmingam",
                                       "thiruvananthapuram",
                                       "konstantinopolis",
                                       "xian",
                                       "aaaa",
                                       "0000",
                                       "1st",
                                       "san",
                                       "ulm",
                                       "xi",
                                       "q",
                                       "llanfairpwll",
                                       "москав",
                                       "екатиринбург",
                                       "київ",
                                       "東京",
                                       "大阪市",
                                       "القاهره",
                                       "서울",
                                       "मबई"};
  for (std::size_t i = 0; i < words.size(); i += astronova::stride()) {
    const std::string& typed = words[i];
    const std::uint8_t errors_max = letter_count(typed) >= 6 ? 2 : 1;
    EXPECT_EQ(found_by_walk(typed, errors_max), found_one_by_one(typed, errors_max)) << typed;
  }
}

TEST(SimilarWords, WithoutErrorsAreTheWordsWithThatBeginning) {
  for (const char* typed : {"pari", "san", "q", "моск", "zz"})
    EXPECT_EQ(found_by_walk(typed, 0), found_one_by_one(typed, 0)) << typed;
}

TEST(SimilarWords, AreFoundAtTheBordersOfBlocks) {
  const auto& words = dictionary();
  std::mt19937 random(16);
  std::uniform_int_distribution<std::size_t> block(1, words.size() / block_size - 1);
  for (int i = 0; i < astronova::samples(6); ++i) {
    const auto first = block(random) * block_size;
    for (const auto number : {first - 1, first}) {
      auto typed = words[number];
      if (is_ascii(typed.back()) && typed.size() > 3)
        typed.back() = typed.back() == 'x' ? 'y' : 'x';
      const auto walked = found_by_walk(typed, 1);
      EXPECT_EQ(walked, found_one_by_one(typed, 1)) << typed;
      EXPECT_TRUE(walked.contains(static_cast<std::uint32_t>(number))) << typed;
    }
  }
}

TEST(SimilarWords, AreFoundAtBothEndsOfTheDictionary) {
  for (const auto& word : {dictionary().front(), dictionary().back()}) {
    EXPECT_EQ(found_by_walk(word, 1), found_one_by_one(word, 1)) << word;
    EXPECT_EQ(found_by_walk(word, 2), found_one_by_one(word, 2)) << word;
  }
}

}  // namespace
}  // namespace astronova::places::gazetteer
