#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "rules/expression.h"

namespace caregrid::rules {
namespace {

using core::json::View;

constexpr std::array<std::pair<std::string_view, Op>, 6> groups{
    {{"all", Op::all},
     {"any", Op::any},
     {"not", Op::negation},
     {"agreeing", Op::agreeing},
     {"any_parent", Op::any_parent},
     {"both_parents", Op::both_parents}}};

constexpr std::array<std::pair<std::string_view, int>, 5> levels{
    {{"province", 2}, {"prefecture", 4}, {"county", 6}, {"township", 9}, {"village", 12}}};

constexpr std::int64_t years_max = 150;
constexpr int period_max = 36'500;

/// Reads one condition on one fact.
class QuestionReader final {
 public:
  QuestionReader(Reader& reader, const Vocabulary& vocabulary, View view, std::string path)
      : reader_(reader), vocabulary_(vocabulary), view_(view), path_(std::move(path)) {
    read_.op = Op::question;
    read_.path = path_;
  }

  std::optional<Expression> read_fact() {
    reader_.has_only(
        view_, path_,
        {"fact", "is", "in", "at_least", "under", "years", "recent", "within", "same_as",
         "differs_from", "at", "digits", "lasting", "only_yes", "total", "renewed", "why"});
    const auto own = name(reader_.text(view_, path_, "fact"), step(path_, "fact"));
    if (!own) {
      return std::nullopt;
    }
    read_.own = *own;
    const Member& member = member_of(*own);
    return test(member) && lasting(member) && total(member) ? std::optional(std::move(read_))
                                                            : std::nullopt;
  }

  std::optional<Expression> read_age() {
    reader_.has_only(view_, path_, {"age", "of", "why"});
    std::string whose = reader_.text_or_empty(view_, path_, "of");
    whose = whose.empty() ? "child" : whose;
    const auto own = name(whose + ".birth.born_on", path_);
    if (!own) {
      return std::nullopt;
    }
    read_.own = *own;
    return years("age") ? std::optional(std::move(read_)) : std::nullopt;
  }

 private:
  [[nodiscard]] const Member& member_of(const FactName& name) const {
    return vocabulary_.kinds[name.kind].members[name.member];
  }

  bool fail(std::string_view at, std::string reason, std::string detail = {}) {
    reader_.fault(at.empty() ? path_ : step(path_, at), std::move(reason), std::move(detail));
    return false;
  }

  /// "father.absence.state"; the first member when none is named.
  std::optional<FactName> name(const std::string& text, const std::string& path) {
    const auto dot = text.find('.');
    const auto second = dot == std::string::npos ? dot : text.find('.', dot + 1);
    const auto whose = std::ranges::find(whose_names, std::string_view(text).substr(0, dot));
    const Kind* const kind = dot == std::string::npos
                                 ? nullptr
                                 : vocabulary_.find(text.substr(dot + 1, second - dot - 1));
    if (whose == whose_names.end() || kind == nullptr) {
      reader_.fault(path, "rules.unknown_fact", text);
      return std::nullopt;
    }
    FactName found;
    found.whose = static_cast<Whose>(whose - whose_names.begin());
    found.kind = static_cast<std::uint16_t>(kind - vocabulary_.kinds.data());
    if (second != std::string::npos) {
      const auto member =
          std::ranges::find(kind->members, std::string_view(text).substr(second + 1), &Member::id);
      if (member == kind->members.end()) {
        reader_.fault(path, "rules.unknown_fact", text);
        return std::nullopt;
      }
      found.member = static_cast<std::uint16_t>(member - kind->members.begin());
    }
    const auto is_about = [&](Subject subject) {
      return std::ranges::find(kind->subjects, subject) != kind->subjects.end();
    };
    const bool fits = found.whose < Whose::parent
                          ? is_about(static_cast<Subject>(found.whose))
                          : is_about(Subject::father) && is_about(Subject::mother);
    if (!fits) {
      reader_.fault(path, "rules.unknown_fact", text);
      return std::nullopt;
    }
    return found;
  }

  bool test(const Member& member) {
    switch (member.type) {
      case ValueType::boolean:
      case ValueType::code:
      case ValueType::codes:
        return codes(member);
      case ValueType::months:
      case ValueType::number:
        read_.question.test = Test::range;
        return range(view_, path_);
      case ValueType::date:
        return view_.find("renewed") ? renewed() : view_.find("years") ? years("years") : recent();
      case ValueType::place:
        return place();
      case ValueType::person:
      case ValueType::text:
        break;
    }
    return fail("fact", "rules.not_asked", member.id);
  }

  bool codes(const Member& member) {
    read_.question.test = Test::codes;
    std::vector<std::string> wanted = reader_.texts(view_, path_, "in");
    if (const auto is = view_.find("is")) {
      const auto flag = is->as_bool();
      if (flag && member.type == ValueType::boolean) {
        wanted.emplace_back(*flag ? "yes" : "no");
      } else {
        wanted.emplace_back(is->as_string().value_or(std::string_view{}));
      }
    }
    if (wanted.empty()) {
      return fail("", "rules.no_test", "is, in");
    }
    std::uint64_t set = 0;
    for (const std::string& id : wanted) {
      const auto code = code_of(member, id);
      if (!code) {
        return fail(view_.find("is") ? "is" : "in", "rules.unknown_code", id);
      }
      set |= std::uint64_t{1} << *code;
    }
    for (std::size_t i = 0; i < member.codes.size(); ++i) {
      const Code& code = member.codes[i];
      if ((code.holds & set) != 0) {
        read_.question.yes_codes |= std::uint64_t{1} << i;
      } else if ((set & ~code.rules_out) == 0) {
        read_.question.no_codes |= std::uint64_t{1} << i;
      }
    }
    if (reader_.flag_or(view_, path_, "only_yes", false)) {
      read_.question.no_codes = 0;
    }
    return true;
  }

  /// "at_least" and "under" of an object: [least, below).
  bool range(View view, const std::string& path) {
    const auto least = reader_.whole(view, path, "at_least");
    const auto below = reader_.whole(view, path, "under");
    if (!least && !below) {
      reader_.fault(path, "rules.no_test", "at_least, under");
      return false;
    }
    read_.question.least = least.value_or(std::numeric_limits<std::int64_t>::min());
    read_.question.below = below.value_or(std::numeric_limits<std::int64_t>::max());
    if (read_.question.least >= read_.question.below) {
      reader_.fault(path, "rules.empty_range");
      return false;
    }
    return true;
  }

  bool years(std::string_view member) {
    const auto found = view_.find(member);
    const std::string at = step(path_, member);
    read_.question.test = Test::years;
    if (!found || !reader_.has_only(*found, at, {"at_least", "under"}) || !range(*found, at)) {
      return false;
    }
    Question& question = read_.question;
    if (question.least == std::numeric_limits<std::int64_t>::min()) {
      question.least = 0;
    }
    const bool is_open = question.below == std::numeric_limits<std::int64_t>::max();
    const bool is_human = question.least >= 0 && question.least <= years_max &&
                          (is_open || question.below <= years_max);
    return is_human || fail(member, "rules.out_of_range", std::to_string(years_max));
  }

  bool recent() {
    read_.question.test = Test::recent;
    const auto found = view_.find("recent");
    if (!found) {
      return fail("", "rules.no_test", "years, recent");
    }
    const std::string at = step(path_, "recent");
    return reader_.has_only(*found, at, {"months", "days"}) &&
           period(*found, at, read_.question.recent);
  }

  /// How long a paper has run unbroken: {"every_months", "early_months", "for_months"}.
  bool renewed() {
    const auto found = view_.find("renewed");
    const std::string at = step(path_, "renewed");
    if (!found || !reader_.has_only(*found, at, {"every_months", "early_months", "for_months"})) {
      return false;
    }
    const auto every = reader_.whole(*found, at, "every_months").value_or(0);
    const auto early = reader_.whole(*found, at, "early_months").value_or(0);
    const auto length = reader_.whole(*found, at, "for_months").value_or(0);
    constexpr std::int64_t most = period_max / 30;
    if (every < 1 || early < 0 || length < 1 || every > most || early >= every || length > most) {
      return fail("renewed", "rules.out_of_range", "every_months, early_months, for_months");
    }
    read_.question.test = Test::renewed;
    read_.question.renew_months = static_cast<int>(every);
    read_.question.early_months = static_cast<int>(early);
    read_.question.lasting = {static_cast<int>(length), 0};
    return true;
  }

  bool total(const Member& member) {
    const auto months = reader_.whole(view_, path_, "total");
    if (!months) {
      return !view_.find("total");
    }
    const bool is_dated = vocabulary_.kinds[read_.own.kind].is_dated;
    if (member.type == ValueType::date || !is_dated || view_.find("lasting")) {
      return fail("total", "rules.not_dated");
    }
    if (*months < 1 || *months > period_max / 30) {
      return fail("total", "rules.out_of_range", "total");
    }
    read_.question.total_months = static_cast<int>(*months);
    return true;
  }

  bool period(View view, const std::string& path, Period& into) {
    const auto months = reader_.whole(view, path, "months").value_or(0);
    const auto days = reader_.whole(view, path, "days").value_or(0);
    const bool is_sound = months >= 0 && days >= 0 && months + days > 0 &&
                          months <= period_max / 30 && days <= period_max;
    if (!is_sound) {
      reader_.fault(path, "rules.out_of_range", "months, days");
      return false;
    }
    into = {static_cast<int>(months), static_cast<int>(days)};
    return true;
  }

  bool place() {
    if (view_.find("within")) {
      return within();
    }
    if (const auto digits = view_.find("digits")) {
      return code_digits(*digits);
    }
    const bool is_same = view_.find("same_as").has_value();
    if (!is_same && !view_.find("differs_from")) {
      return fail("", "rules.no_test", "within, same_as, differs_from, digits");
    }
    const std::string_view member = is_same ? "same_as" : "differs_from";
    const auto other = name(reader_.text(view_, path_, member), step(path_, member));
    const std::string level = reader_.text(view_, path_, "at");
    const auto digits = std::ranges::find(levels, std::string_view(level),
                                          &std::pair<std::string_view, int>::first);
    if (!other || member_of(*other).type != ValueType::place) {
      return other ? fail(member, "rules.wrong_type", "place") : false;
    }
    if (digits == levels.end()) {
      return fail("at", "rules.unknown_level", level);
    }
    read_.other = *other;
    read_.question.test = Test::same;
    read_.question.is_negated = !is_same;
    read_.question.digits = digits->second;
    return true;
  }

  bool within() {
    read_.question.test = Test::within;
    for (const std::string& text : reader_.texts(view_, path_, "within")) {
      const auto prefix = read_prefix(text);
      if (!prefix) {
        return fail("within", "rules.not_a_division", text);
      }
      read_.question.places.push_back(*prefix);
    }
    return !read_.question.places.empty() || fail("within", "rules.no_test", "within");
  }

  bool code_digits(View digits) {
    const std::string at = step(path_, "digits");
    read_.question.test = Test::digits;
    if (!reader_.has_only(digits, at, {"first", "count", "at_least", "under"}) ||
        !range(digits, at)) {
      return false;
    }
    const auto first = reader_.whole(digits, at, "first").value_or(0);
    const auto count = reader_.whole(digits, at, "count").value_or(0);
    if (first < 1 || count < 1 || first > 12 || count > 12 || first + count > 13) {
      return fail("digits", "rules.out_of_range", "1 to 12");
    }
    read_.question.first_digit = static_cast<int>(first);
    read_.question.digits = static_cast<int>(count);
    return true;
  }

  bool lasting(const Member& member) {
    const auto found = view_.find("lasting");
    if (!found) {
      return true;
    }
    const std::string at = step(path_, "lasting");
    if (member.type == ValueType::date || !vocabulary_.kinds[read_.own.kind].is_dated) {
      return fail("lasting", "rules.not_dated");
    }
    if (!reader_.has_only(*found, at, {"months", "days", "grace_days", "term"})) {
      return false;
    }
    const auto grace = reader_.whole(*found, at, "grace_days").value_or(0);
    if (grace < 0 || grace > period_max) {
      return fail("lasting", "rules.out_of_range", "grace_days");
    }
    read_.question.grace_days = static_cast<int>(grace);
    read_.question.counts_term = reader_.flag_or(*found, at, "term", false);
    const bool has_length = found->find("months") || found->find("days");
    return !has_length ? grace > 0 || fail("lasting", "rules.no_test", "months, days")
                       : period(*found, at, read_.question.lasting);
  }

  Reader& reader_;
  const Vocabulary& vocabulary_;
  View view_;
  std::string path_;
  Expression read_;
};

Expression never(const std::string& path) {
  Expression expression;
  expression.op = Op::any;
  expression.path = path;
  return expression;
}

Expression read_group(Reader& reader, View view, const std::string& path,
                      const std::pair<std::string_view, Op>& group, const Vocabulary& vocabulary) {
  Expression expression;
  expression.op = group.second;
  expression.path = path;
  reader.has_only(view, path, {group.first, "why"});
  const std::string at = step(path, group.first);
  const View parts = view.find(group.first).value_or(view);
  const bool is_list = parts.kind() == core::json::Kind::array;
  const bool wants_list = group.second <= Op::any || group.second == Op::agreeing;
  if (is_list != wants_list || (is_list && parts.size() == 0)) {
    reader.fault(at, "rules.wrong_type", wants_list ? "list" : "object");
    return never(path);
  }
  for (std::size_t i = 0; i < (is_list ? parts.size() : 1); ++i) {
    expression.parts.push_back(read_expression(reader, is_list ? parts.at(i) : parts,
                                               is_list ? step(at, i) : at, vocabulary));
  }
  return expression;
}

}  // namespace

Expression read_expression(Reader& reader, View view, const std::string& path,
                           const Vocabulary& vocabulary) {
  if (view.kind() != core::json::Kind::object) {
    reader.fault(path, "rules.wrong_type", "object");
    return never(path);
  }
  for (const auto& group : groups) {
    if (view.find(group.first)) {
      return read_group(reader, view, path, group, vocabulary);
    }
  }
  for (const auto& [member, op] : {std::pair{"term", Op::term}, std::pair{"scheme", Op::scheme}}) {
    if (view.find(member)) {
      Expression expression;
      expression.op = op;
      expression.path = path;
      reader.has_only(view, path, {member, "why"});
      expression.name = reader.text(view, path, member);
      return expression;
    }
  }
  if (!view.find("fact") && !view.find("age")) {
    reader.fault(path, "rules.no_condition");
    return never(path);
  }
  QuestionReader question(reader, vocabulary, view, path);
  return (view.find("age") ? question.read_age() : question.read_fact()).value_or(never(path));
}

}  // namespace caregrid::rules
