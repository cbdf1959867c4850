// The compiled rules give what the step-by-step reference gives, on thousands of invented rules and
// children. Learning what was unknown never turns a yes or a no. A change of rules: who enters, who
// leaves. What would turn an answer does turn it, and nothing smaller does.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>

#include "core/rng.h"
#include "rules/change.h"
#include "rules/effect.h"
#include "support/small_rules.h"

namespace {

using namespace caregrid;
using namespace caregrid::rules;
using namespace caregrid::rules::test;

constexpr std::array questions{
    R"({"fact": "father.absence", "is": "away"})",
    R"({"fact": "mother.absence", "is": "home", "lasting": {"grace_days": 20}})",
    R"({"fact": "father.absence", "is": "away", "lasting": {"days": 40, "grace_days": 9}})",
    R"({"fact": "mother.state", "is": "held", "lasting": {"months": 2, "term": true}})",
    R"({"fact": "father.state", "in": ["ill", "held"]})",
    R"({"fact": "household.aid", "is": "food"})",
    R"({"fact": "household.aid", "is": "rent", "lasting": {"months": 1}})",
    R"({"fact": "child.residence", "within": ["620524", "44"]})",
    R"({"fact": "child.residence", "differs_from": "father.absence.place", "at": "county"})",
    R"({"fact": "child.residence", "same_as": "mother.absence.place", "at": "province",
        "lasting": {"days": 25}})",
    R"({"fact": "child.residence.rooms", "at_least": 2, "under": 5})",
    R"({"fact": "child.residence.fit", "is": true})",
    R"({"age": {"at_least": 6, "under": 16}})",
    R"({"any_parent": {"all": [{"fact": "parent.absence", "is": "away"},
                               {"fact": "other_parent.state", "is": "held"}]}})",
    R"({"both_parents": {"fact": "parent.absence", "is": "away"}})",
    R"({"term": "t"})",
};

std::string random_condition(core::SeededRng& rng, int depth, bool may_agree) {
  const auto choice = rng.below(depth == 0 ? 1 : may_agree ? 5 : 4);
  if (choice == 0) {
    return questions.at(rng.below(questions.size()));
  }
  if (choice == 1) {
    return R"({"not": )" + random_condition(rng, depth - 1, may_agree) + "}";
  }
  constexpr std::array<std::string_view, 5> names{"", "", "all", "any", "agreeing"};
  std::string text = "{\"" + std::string(names.at(choice)) + "\": [";
  const auto parts = 1 + rng.below(3);
  for (std::uint64_t i = 0; i < parts; ++i) {
    text += (i == 0 ? "" : ", ") + random_condition(rng, depth - 1, may_agree);
  }
  return text + "]}";
}

constexpr std::array jurisdictions{"", "62", "620524", "620524101", "44"};

std::string random_rules(core::SeededRng& rng, bool may_agree) {
  constexpr std::array schemes{"yes", "no", "near", "least"};
  std::string text;
  const auto count = 3 + rng.below(6);
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string scheme = i < 4 ? schemes.at(i) : schemes.at(rng.below(4));
    text += text.empty() ? "" : ",\n";
    text += R"({"id": "r)" + std::to_string(i) + R"(", "scheme": ")" + scheme +
            R"(", "zh": "r", "en": "r", "valid_from": "2020-01-01", "jurisdiction": ")" +
            jurisdictions.at(rng.below(jurisdictions.size())) +
            R"(", "citation": {"title": "t"}, "when": )" + random_condition(rng, 3, may_agree);
    if (scheme == "least") {
      text += R"(, "outcome": {"value": )" + std::to_string(1 + rng.below(40)) + "}";
    }
    text += "}";
  }
  return text;
}

std::string random_pack(core::SeededRng& rng, bool may_agree) {
  return R"({"pack": "t", "version": "1", "zh": "t", "en": "t", "schemes": [
{"id": "yes", "zh": "s", "en": "s", "group": "g", "protective": "yes"},
{"id": "no", "zh": "s", "en": "s", "group": "g", "protective": "no"},
{"id": "near", "zh": "s", "en": "s", "group": "g", "protective": "yes", "binding": "nearest"},
{"id": "least", "zh": "s", "en": "s", "group": "g", "protective": "least", "unit": "days"}],
"terms": [{"id": "t", "zh": "t", "en": "t", "when": {"any": [
  {"fact": "father.state", "is": "ill"}, {"fact": "mother.state", "is": "ill"}]}}],
"rules": [)" +
         random_rules(rng, may_agree) + "]}";
}

/// Faults other than that a random pack says the same twice or leaves its term or a scheme alone.
bool is_sound(const std::vector<Fault>& faults) {
  return std::ranges::all_of(faults, [](const Fault& fault) {
    return fault.reason == "rules.unreachable" || fault.reason == "rules.unused_term" ||
           fault.reason == "rules.no_rule";
  });
}

Book random_book(core::SeededRng& rng, const Vocabulary& vocabulary, bool may_agree) {
  const std::string text = random_pack(rng, may_agree);
  std::vector<Fault> faults;
  const std::array sources{Source{"t.json", text}};
  Book book = read_book(sources, vocabulary, faults);
  CAPTURE(text);
  REQUIRE(is_sound(faults));
  return book;
}

constexpr std::array<std::int64_t, 7> places{620524101200, 620524000000, 620525101200, 620000000000,
                                             440306001002, 110101001001, 440000000000};

const core::Date today = day("2026-03-01");

Fact random_fact(core::SeededRng& rng, const Vocabulary& vocabulary) {
  Fact fact;
  do {
    fact.attribute = static_cast<AttributeId>(rng.below(vocabulary.attributes.size()));
  } while (vocabulary.member_of(fact.attribute).type == ValueType::text);
  const Member& member = vocabulary.member_of(fact.attribute);
  if (!member.codes.empty()) {
    fact.value = static_cast<std::int64_t>(rng.below(member.codes.size()));
  } else if (member.type == ValueType::place) {
    fact.value = places.at(rng.below(places.size()));
  } else if (member.type == ValueType::date) {
    fact.value = today.days - static_cast<int>(rng.below(20 * 366));
  } else {
    fact.value = static_cast<std::int64_t>(rng.below(7));
  }
  if (vocabulary.kind_of(fact.attribute).is_dated) {
    fact.is_from_or_earlier = rng.below(5) == 0;
    fact.from = rng.below(6) == 0 ? always_from : today.days - static_cast<int>(rng.below(120));
    fact.is_from_or_earlier = fact.is_from_or_earlier || fact.from == always_from;
    if (rng.below(3) == 0 && fact.from != always_from) {
      fact.to = fact.from + static_cast<int>(rng.below(130));
      fact.is_open = false;
    }
  }
  return fact;
}

std::vector<Fact> random_child(core::SeededRng& rng, const Vocabulary& vocabulary) {
  std::vector<Fact> facts;
  const auto count = rng.below(14);
  for (std::uint64_t i = 0; i < count; ++i) {
    facts.push_back(random_fact(rng, vocabulary));
    facts.back().id = static_cast<std::uint32_t>(i);
  }
  settle(vocabulary, facts);
  return facts;
}

TEST_CASE("the compiled rules say what the reference says") {
  const Vocabulary vocabulary = small_vocabulary();
  core::SeededRng rng(11);
  std::array<int, 3> seen{};
  for (int round = 0; round < 120; ++round) {
    const Book book = random_book(rng, vocabulary, true);
    FactTable table;
    std::vector<std::int64_t> where;
    for (int i = 0; i < 150; ++i) {
      table.add(random_child(rng, vocabulary));
      where.push_back(places.at(rng.below(places.size())));
    }
    const auto columns = Program(book, vocabulary, today).run(table, where);
    for (std::size_t child = 0; child < table.children(); ++child) {
      for (std::size_t s = 0; s < book.schemes.size(); ++s) {
        const Answer expected =
            answer(book, vocabulary, {table.of(child), today, where[child]}, book.schemes[s]);
        const SchemeColumn& column = columns[s];
        CAPTURE(round);
        CAPTURE(child);
        CAPTURE(column.scheme);
        REQUIRE(column.of(child) == expected.finding.truth);
        ++seen.at(static_cast<std::size_t>(column.of(child)));
        if (!column.numbers.empty()) {
          REQUIRE(column.numbers[child] == expected.number.value_or(no_number));
          REQUIRE(((column.stricter[child / 64] >> (child % 64)) & 1U) ==
                  (expected.may_be_stricter ? 1U : 0U));
        }
      }
    }
  }
  CHECK(std::ranges::min(seen) > 1000);
}

TEST_CASE("learning what was unknown never turns a yes or a no") {
  const Vocabulary vocabulary = small_vocabulary();
  core::SeededRng rng(12);
  int settled = 0;
  for (int round = 0; round < 3000; ++round) {
    const bool may_agree = round % 2 == 0;
    const Book book = random_book(rng, vocabulary, may_agree);
    const auto child = random_child(rng, vocabulary);
    const std::int64_t place = places.at(rng.below(places.size()));
    Fact news = random_fact(rng, vocabulary);
    if (!facts_of(child, news.attribute).empty()) {
      continue;
    }
    auto wiser = child;
    wiser.push_back(news);
    settle(vocabulary, wiser);
    for (const Scheme& scheme : book.schemes) {
      const Truth before = answer(book, vocabulary, {child, today, place}, scheme).finding.truth;
      const Truth after = answer(book, vocabulary, {wiser, today, place}, scheme).finding.truth;
      // Sources that are to agree may turn out to contradict each other: then nothing is decided.
      const bool may_open = may_agree && after == Truth::unknown;
      REQUIRE((before == Truth::unknown || before == after || may_open));
      settled += before != after ? 1 : 0;
    }
  }
  CHECK(settled > 100);
}

Book book_of(const Vocabulary& vocabulary, std::string_view when) {
  const std::string text = pack_of(when);
  const std::array sources{Source{"t.json", text}};
  std::vector<Fault> faults;
  Book book = read_book(sources, vocabulary, faults);
  show(faults);
  return book;
}

TEST_CASE("a change of rules names who enters, leaves, becomes unknown") {
  const Vocabulary vocabulary = small_vocabulary();
  const Book before = book_of(vocabulary, R"({"age": {"under": 16}})");
  const Book after = book_of(vocabulary, R"({"all": [{"age": {"under": 18}},
      {"fact": "father.absence", "is": "away"}]})");
  constexpr std::array children{
      R"({"child.birth": {"born_on": "2016-01-01"}, "father.absence": {}})",
      R"({"child.birth": {"born_on": "2009-01-01"}, "father.absence": {}})",
      R"({"child.birth": {"born_on": "2016-01-01"}, "father.absence": {"state": "home"}})",
      R"({"child.birth": {"born_on": "2016-01-01"}})",
      R"({"father.absence": {"state": "home"}})",
      R"({})",
  };
  FactTable table;
  for (const auto& child : children) {
    table.add(facts_from(vocabulary, child));
  }
  const std::vector<std::int64_t> where(table.children(), places.front());
  const auto effects =
      compare(Program(before, vocabulary, today), Program(after, vocabulary, today), table, where);
  REQUIRE(effects.size() == 1);
  using Ids = std::vector<std::uint32_t>;
  CHECK(effects[0].entering == Ids{1});
  CHECK(effects[0].leaving == Ids{2});
  CHECK(effects[0].becoming_unknown == Ids{3});
  CHECK(effects[0].ruled_out == Ids{4});
  const std::array<std::array<std::int64_t, 3>, 3> moved{{{0, 0, 1}, {1, 1, 0}, {1, 1, 1}}};
  CHECK(effects[0].moved == moved);
  const auto gone =
      compare(Program(before, vocabulary, today), Program({}, vocabulary, today), table, where);
  CHECK(gone[0].is_only_before);
  CHECK(gone[0].leaving == Ids{0, 2, 3});
}

TEST_CASE("what would turn an answer does, and no less does") {
  const Vocabulary vocabulary = small_vocabulary();
  const Book book = book_of(vocabulary, R"({"all": [{"age": {"under": 16}},
      {"fact": "father.absence", "is": "away", "lasting": {"months": 6}},
      {"fact": "household.aid", "is": "food"}]})");
  const auto turns = [&](std::string_view facts) {
    const auto child = facts_from(vocabulary, facts);
    std::vector<std::string> texts;
    for (const Turn& turn :
         would_change(book, vocabulary, {child, today, places.front()}, book.schemes.front())) {
      std::string text = turn.truth == Truth::yes ? "yes:" : "no:";
      for (const Change& change : turn.changes) {
        text += " " + vocabulary.name_of(change.attribute) + "=" +
                value_text(vocabulary, change.attribute, change.value) +
                (change.is_since_long ? "" : " from today");
      }
      texts.push_back(text);
    }
    std::ranges::sort(texts);
    return texts;
  };
  using Texts = std::vector<std::string>;
  const std::string born = R"("child.birth": {"born_on": "2016-01-01"})";
  const std::string away = R"("father.absence": {"from": "2025-01-01"})";
  const std::string home = R"("father.absence": {"state": "home"})";
  const std::string fed = R"("household.aid": {"kinds": ["food"]})";
  CHECK(turns("{" + born + ", " + away + ", " + fed + "}") ==
        Texts{"no: father.absence.state=away from today", "no: father.absence.state=home",
              "no: household.aid.kinds=rent"});
  CHECK(turns("{" + born + ", " + away + "}") ==
        Texts{"no: father.absence.state=away from today", "no: father.absence.state=home",
              "no: household.aid.kinds=rent", "yes: household.aid.kinds=food"});
  CHECK(turns("{" + born + ", " + home + ", " + fed + "}") ==
        Texts{"yes: father.absence.state=away"});
  CHECK(turns("{" + born + ", " + home + R"(, "household.aid": {"kinds": ["rent"]}})") ==
        Texts{"yes: father.absence.state=away household.aid.kinds=food"});
  // A grown-up: no fact but the day of birth would change it.
  CHECK(turns(R"({"child.birth": {"born_on": "2000-01-01"}, )" + away + ", " + fed + "}").empty());
}

TEST_CASE("reasons: the facts that made it so, and what is missing") {
  const Vocabulary vocabulary = small_vocabulary();
  const Book book = book_of(vocabulary, R"({"all": [{"age": {"under": 16}}, {"any": [
      {"fact": "father.absence", "is": "away"}, {"fact": "mother.absence", "is": "away"}]}]})");
  const auto finding = [&](std::string_view facts) {
    const auto child = facts_from(vocabulary, facts);
    return answer(book, vocabulary, {child, today, places.front()}, book.schemes.front()).finding;
  };
  using Ids = std::vector<std::uint32_t>;
  // Objects are numbered as they stand: birth 0, father 1, mother 2.
  const auto yes = finding(R"({"child.birth": {"born_on": "2016-01-01"}, "father.absence": {},
                               "mother.absence": {"state": "home"}})");
  CHECK(yes.truth == Truth::yes);
  CHECK(yes.because == Ids{0, 1});
  CHECK(yes.missing.empty());
  const auto open = finding(R"({"child.birth": {"born_on": "2016-01-01"},
                                "father.absence": {"state": "home"}})");
  CHECK(open.truth == Truth::unknown);
  REQUIRE(open.missing.size() == 1);
  CHECK(vocabulary.name_of(open.missing[0]) == "mother.absence.state");
  const auto no = finding(R"({"child.birth": {"born_on": "2000-01-01"}, "father.absence": {}})");
  CHECK(no.truth == Truth::no);
  CHECK(no.because == Ids{0});
}

}  // namespace
