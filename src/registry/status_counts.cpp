// What the rules say of a county's children together: lists by status, counts, overlaps.
#include <algorithm>
#include <array>
#include <utility>

#include "registry/standing.h"
#include "registry/status_drawing.h"
#include "registry/status_operations.h"
#include "registry/status_store.h"

namespace caregrid::registry {
namespace {

using access::FieldClass;
using access::Operation;
using status_store::AnswerCount;
using status_store::SchemeBits;

/// One part of a filter, "SCHEME:answer".
struct Wish {
  std::string_view scheme;
  std::string_view answer;
};

Wish wish_of(std::string_view part) {
  const std::size_t at = part.rfind(':');
  return at == std::string_view::npos ? Wish{} : Wish{part.substr(0, at), part.substr(at + 1)};
}

core::Error wrong_filter() { return core::invalid("status", "status.filter"); }

/// The bit of a scheme the actor may list by.
core::Result<std::int64_t> bit_of(const RuleBook& book, const SchemeBits& bits,
                                  const access::Views& views, std::string_view scheme) {
  const auto bit = bits.find(scheme);
  const auto known = std::ranges::find(book.book.schemes, scheme, &rules::Scheme::id);
  if (bit == bits.end() || known == book.book.schemes.end()) {
    return wrong_filter();
  }
  const auto index = static_cast<std::size_t>(known - book.book.schemes.begin());
  for (const access::Field field : book.basis(index).fields) {
    if (!views.shows(field)) {
      return core::Error{
          core::Code::forbidden, std::string(access::to_text(field)), "access.field", {}};
    }
  }
  return bit->second;
}

/// Numbers for those who see no children: nobody can be told apart by them.
std::optional<std::int64_t> blurred(std::int64_t count) {
  constexpr std::int64_t step = 10;
  return count < step ? std::nullopt : std::optional((count + step / 2) / step * step);
}

/// Counts answers of several schemes.
class Counting final {
 public:
  Counting(const std::vector<AnswerCount>& answers, bool is_blurred)
      : answers_(answers), is_blurred_(is_blurred) {}

  void count(std::int64_t bit, SchemeCount& into) const {
    fill(0, bit, into.yes, into.no, into.unknown);
  }
  void count(std::int64_t in, std::int64_t other, SchemeOverlap& into) const {
    fill(in, other, into.yes, into.no, into.unknown);
  }

 private:
  using Number = std::optional<std::int64_t>;

  /// What one scheme says of those another says yes of; of everybody without another.
  void fill(std::int64_t in, std::int64_t bit, Number& yes, Number& no, Number& unknown) const {
    std::array<std::int64_t, 3> sums{};
    for (const AnswerCount& group : answers_) {
      if ((group.answers.yes & in) == in) {
        const std::size_t what = (group.answers.yes & bit) != 0       ? 0
                                 : (group.answers.unknown & bit) == 0 ? 1
                                                                      : 2;
        sums[what] += group.children;
      }
    }
    yes = shown(sums[0]);
    no = shown(sums[1]);
    unknown = shown(sums[2]);
  }

  [[nodiscard]] Number shown(std::int64_t count) const {
    return is_blurred_ ? blurred(count) : Number(count);
  }

  const std::vector<AnswerCount>& answers_;
  bool is_blurred_;
};

/// The schemes of a group that are kept in lists.
std::vector<std::size_t> counted_schemes(const RuleBook& book, const SchemeBits& bits,
                                         std::string_view group) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < book.book.schemes.size(); ++i) {
    const rules::Scheme& scheme = book.book.schemes[i];
    if (bits.contains(scheme.id) && (group.empty() || scheme.group == group)) {
      found.push_back(i);
    }
  }
  return found;
}

/// Whether the actor sees children by name in the area, and all that these schemes rest on.
bool sees_all(const access::Call& call, const RuleBook& book,
              const std::vector<std::size_t>& schemes, access::Area area) {
  const bool may_see =
      access::authorise(call.actor, Operation::see_children, {area.code, FieldClass::personal})
          .ok();
  const access::Views views = access::views_of(call.actor, {});
  return may_see && std::ranges::all_of(
                        schemes, [&](std::size_t scheme) { return book.is_shown(scheme, views); });
}

/// Whether any rule of a scheme binds in the county on a day.
bool is_on_file(const RuleBook& book, const rules::Scheme& scheme, std::int64_t county,
                core::Date day) {
  return std::ranges::any_of(book.book.rules, [&](const rules::Rule& rule) {
    return rule.scheme == scheme.id && rule.is_valid_on(day) &&
           rules::is_within(county, rule.jurisdiction) != rules::Truth::no;
  });
}

void add_overlaps(const RuleBook& book, const SchemeBits& bits,
                  const std::vector<std::size_t>& schemes, const Counting& counting,
                  StatusCounts& counts) {
  for (const std::size_t in : schemes) {
    for (const std::size_t other : schemes) {
      const rules::Scheme& a = book.book.schemes[in];
      const rules::Scheme& b = book.book.schemes[other];
      if (in != other && a.group == b.group) {
        SchemeOverlap& overlap = counts.overlaps.emplace_back();
        overlap.in = &a;
        overlap.other = &b;
        counting.count(bits.at(a.id), bits.at(b.id), overlap);
      }
    }
  }
}

}  // namespace

core::Result<StatusMask> status_mask(const access::Call& call, RuleBooks& books,
                                     std::string_view text) {
  const auto book = books.of(call);
  const auto bits = status_store::list_schemes(call);
  if (!book || !bits) {
    return book ? bits.error() : book.error();
  }
  const access::Views views = access::views_of(call.actor, {});
  StatusMask mask;
  while (!text.empty()) {
    const Wish wish = wish_of(text.substr(0, text.find(',')));
    const std::size_t end = text.find(',');
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    const auto bit = bit_of(**book, *bits, views, wish.scheme);
    if (!bit) {
      return bit.error();
    }
    if (wish.answer == "yes") {
      mask.yes |= *bit;
    } else if (wish.answer == "no") {
      mask.no |= *bit;
    } else if (wish.answer == "unknown") {
      mask.unknown |= *bit;
    } else {
      return wrong_filter();
    }
  }
  return mask == StatusMask{} ? core::Result<StatusMask>(wrong_filter()) : mask;
}

core::Result<StatusCounts> count_statuses(const access::Call& call, RuleBooks& books,
                                          std::string_view group, std::int64_t division) {
  const access::Area area = division == 0 ? own_area(call) : access::Area{division};
  if (const auto allowed =
          access::authorise(call.actor, Operation::see_counts, {area.code, FieldClass::internal});
      !allowed) {
    return allowed.error();
  }
  const auto book = books.of(call);
  const auto bits = status_store::list_schemes(call);
  const auto answers = status_store::list_answer_counts(call, area);
  const auto standing = status_store::find_standing(call);
  const auto progress = drawing_progress(call, books);
  if (!book || !bits || !answers) {
    return !book ? book.error() : !bits ? bits.error() : answers.error();
  }
  if (!standing || !progress) {
    return standing ? progress.error() : standing.error();
  }
  const auto schemes = counted_schemes(**book, *bits, group);
  StatusCounts counts;
  counts.day = *standing ? (*standing)->day : call.today;
  counts.waiting = std::max<std::int64_t>(0, progress->last + 1 - progress->next) + progress->due;
  counts.is_blurred = !sees_all(call, **book, schemes, area);
  for (const AnswerCount& one : *answers) {
    counts.children += one.children;
  }
  if (counts.is_blurred) {
    counts.children = blurred(counts.children).value_or(0);
  }
  const Counting counting(*answers, counts.is_blurred);
  for (const std::size_t index : schemes) {
    SchemeCount& count = counts.schemes.emplace_back();
    count.scheme = &(*book)->book.schemes[index];
    count.is_on_file = is_on_file(**book, *count.scheme, whole_county(call).code, counts.day);
    counting.count(bits->at(count.scheme->id), count);
  }
  add_overlaps(**book, *bits, schemes, counting, counts);
  return counts;
}

core::Result<std::vector<OfferedScheme>> list_schemes(const access::Call& call, RuleBooks& books) {
  if (const auto allowed =
          access::authorise(call.actor, Operation::see_counts, {0, FieldClass::internal});
      !allowed) {
    return allowed.error();
  }
  const auto book = books.of(call);
  const auto bits = status_store::list_schemes(call);
  if (!book || !bits) {
    return book ? bits.error() : book.error();
  }
  const access::Views views = access::views_of(call.actor, {true, true, false});
  std::vector<OfferedScheme> offered;
  for (std::size_t i = 0; i < (*book)->book.schemes.size(); ++i) {
    const rules::Scheme& scheme = (*book)->book.schemes[i];
    if ((*book)->is_shown(i, views)) {
      offered.push_back({&scheme, bits->contains(scheme.id)});
    }
  }
  return offered;
}

}  // namespace caregrid::registry
