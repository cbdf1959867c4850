#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "core/date.h"
#include "rules/book.h"
#include "rules/facts.h"

namespace caregrid::rules {

/// What one scheme says of many children; 64 of them a word, child n in bit n % 64 of word n / 64.
struct SchemeColumn {
  std::string scheme;
  std::vector<std::uint64_t> yes;
  std::vector<std::uint64_t> no;
  std::vector<std::int64_t> numbers;    ///< Of a number scheme, one a child; `no_number`: none.
  std::vector<std::uint64_t> stricter;  ///< Of a number scheme: a stricter rule might bind.

  [[nodiscard]] Truth of(std::size_t child) const {
    const std::uint64_t bit = std::uint64_t{1} << (child % 64);
    return (yes[child / 64] & bit) != 0  ? Truth::yes
           : (no[child / 64] & bit) != 0 ? Truth::no
                                         : Truth::unknown;
  }

  bool operator==(const SchemeColumn&) const = default;
};

inline constexpr std::int64_t no_number = std::numeric_limits<std::int64_t>::min();

/// A book made ready for one day: each question once, whoever asks it; answers 64 children a step.
///
/// Gives exactly the truths and numbers of `answer`, without reasons.
/// Cost: a question is asked only of children who have a fact it is about, everything else is a
/// few machine words for 64 children; about a microsecond a child for the packs that ship.
class Program final {
 public:
  /// The book must be free of faults.
  Program(const Book& book, const Vocabulary& vocabulary, core::Date on);

  /// Every scheme of the book, in its order. `places` are the divisions that bind each child,
  /// one each. The n-th child of the table is child n.
  [[nodiscard]] std::vector<SchemeColumn> run(const FactTable& table,
                                              std::span<const std::int64_t> places) const;

  [[nodiscard]] std::size_t questions() const { return probes_.size(); }
  [[nodiscard]] std::size_t steps() const { return steps_.size(); }

 private:
  friend class Compiler;

  enum class Act : std::uint8_t { question, place, all, any, negation, agreeing, select };

  /// One step; its inputs stand before it.
  struct Step {
    Act act = Act::all;
    std::uint32_t index = 0;            ///< Of the question or place.
    std::vector<std::uint32_t> inputs;  ///< `select`: condition, then, else.

    auto operator<=>(const Step&) const = default;
  };

  struct NumberRule {
    std::uint32_t step = 0;
    std::int64_t value = 0;
  };

  struct Output {
    std::string scheme;
    std::uint32_t step = 0;
    Protective protective = Protective::yes;
    std::vector<NumberRule> numbers;
  };

  /// Yes and no of 64 children.
  struct Word {
    std::uint64_t yes = 0;
    std::uint64_t no = 0;
  };

  [[nodiscard]] std::vector<SchemeColumn> empty_columns(std::size_t children) const;
  void ask_block(const FactTable& table, std::size_t first, std::size_t count,
                 std::span<Word> answers) const;
  void place_block(std::span<const std::int64_t> places, std::span<Word> answers) const;
  [[nodiscard]] static Word combine(const Step& step, std::span<const Word> words);
  void write(const Output& output, std::span<const Word> words, std::size_t block,
             SchemeColumn& column) const;

  std::vector<Probe> probes_;
  std::vector<std::vector<std::uint32_t>> asked_of_;  ///< By attribute: its questions.
  std::vector<Prefix> places_;
  std::vector<Step> steps_;
  std::vector<Output> outputs_;
};

}  // namespace caregrid::rules
