#include "registry/link_review.h"

#include <algorithm>
#include <array>
#include <utility>

#include "access/policy.h"
#include "registry/link_compare.h"
#include "registry/link_model.h"
#include "registry/link_pair_store.h"
#include "registry/merge_store.h"
#include "registry/standing.h"
#include "registry/store.h"

namespace caregrid::registry {
namespace {

using access::FieldClass;
using access::Operation;
using Words = std::span<const std::string_view>;

constexpr int limit_max = 50;

constexpr std::array<std::string_view, 9> name_words{"unknown",      "same",         "same_sound",
                                                     "same_blurred", "one_off",      "dropped",
                                                     "new_surname",  "same_surname", "other"};
constexpr std::array<std::string_view, 9> birth_words{"unknown",  "same",        "slip",
                                                      "lunar",    "placeholder", "same_month",
                                                      "same_day", "same_year",   "other"};
constexpr std::array<std::string_view, 5> identity_words{"unknown", "same", "slip", "partial",
                                                         "other"};
constexpr std::array<std::string_view, 4> guardian_words{"unknown", "same", "same_sound", "other"};
constexpr std::array<std::string_view, 4> phone_words{"unknown", "same", "slip", "other"};
constexpr std::array<std::string_view, 4> village_words{"unknown", "same", "same_township",
                                                        "other"};
constexpr std::array<std::string_view, 3> sex_words{"unknown", "same", "other"};

struct FieldWords {
  std::string_view field;
  access::Field shown_as;  ///< What agrees is told to who sees the field itself.
  Words levels;
};

const std::array<FieldWords, link_fields>& field_words() {
  static constexpr std::array<FieldWords, link_fields> words{{
      {"name", access::Field::child_name, name_words},
      {"born_on", access::Field::child_born_on, birth_words},
      {"identity", access::Field::child_identity_number, identity_words},
      {"guardian", access::Field::relation_person, guardian_words},
      {"phone", access::Field::relation_phone, phone_words},
      {"village", access::Field::child_village, village_words},
      {"sex", access::Field::child_sex, sex_words},
  }};
  return words;
}

core::Error no_pair() { return core::failure(core::Code::not_found, "duplicate.not_found"); }

std::vector<FieldAgreement> agreement_of(const access::Call& call, const LinkPair& pair,
                                         const stats::LinkageModel& model) {
  const access::Views views = access::views_of(call.actor, {});
  const stats::PairExplanation explained = stats::explain(model, pair.pattern, pair.rarity);
  std::vector<FieldAgreement> fields;
  for (std::size_t i = 0; i < field_words().size(); ++i) {
    const FieldWords& words = field_words()[i];
    const unsigned level = stats::level_of(pair.pattern, i);
    if (views.shows(words.shown_as) && level < words.levels.size()) {
      const double weight = i < explained.fields.size() ? explained.fields[i].weight : 0;
      fields.push_back({words.field, words.levels[level], weight});
    }
  }
  return fields;
}

core::Result<stats::LinkageModel> model_of(const access::Call& call) {
  const auto stored = link_pair_store::find_model(call);
  if (!stored) {
    return stored.error();
  }
  auto model = *stored ? read_link_model(**stored) : std::nullopt;
  return model ? std::move(*model) : prior_link_model(2);
}

/// The pair, once the actor may link both its children.
core::Result<LinkPair> find_pair(const access::Call& call, const ChildId& a, const ChildId& b) {
  std::array<std::int64_t, 2> numbers{};
  for (std::size_t i = 0; i < 2; ++i) {
    const ChildId& id = i == 0 ? a : b;
    const auto seen = find_seen(call, Operation::link_children, FieldClass::personal, id);
    if (!seen) {
      return seen.error();
    }
    const auto number = merge_store::find_number(call, id);
    if (!number) {
      return number.error();
    }
    numbers.at(i) = *number;
  }
  auto pair = link_pair_store::find_pair(call, std::minmax(numbers[0], numbers[1]));
  if (!pair) {
    return pair.error();
  }
  return *pair ? core::Result<LinkPair>(std::move(**pair)) : core::Result<LinkPair>(no_pair());
}

/// Which of two is kept: one with an identity number, else the older record.
core::Result<MergeWish> wish_of(const access::Call& call, const LinkPair& pair) {
  const auto a = store::find_child(call, whole_county(call), pair.a_id);
  const auto b = store::find_child(call, whole_county(call), pair.b_id);
  if (!a || !b) {
    return a ? b.error() : a.error();
  }
  if (!*a || !*b) {
    return core::failure(core::Code::not_found, "child.not_found");
  }
  const bool is_b_better = !(*a)->identity_number && (*b)->identity_number;
  MergeWish wish;
  wish.id = MergeId::derive(pair.a_id.text() + pair.b_id.text() + std::to_string(call.now.micros));
  wish.kept = is_b_better ? pair.b_id : pair.a_id;
  wish.merged = is_b_better ? pair.a_id : pair.b_id;
  wish.probability = stats::probability_of(pair.log_odds);
  return wish;
}

core::Result<LinkPair> store_decision(const access::Call& call, LinkPair pair, PairState state,
                                      std::optional<MergeId> merge) {
  pair.state = state;
  pair.merge = merge;
  pair.decided_at = call.now;
  const auto stored = link_pair_store::update_pair(call, pair);
  if (!stored) {
    return stored.error();
  }
  call.changed("child", pair.a_id);
  call.changed("child", pair.b_id);
  return pair;
}

}  // namespace

core::Result<ReviewPage> list_duplicates(const access::Call& call, int limit) {
  const access::Area area = own_area(call);
  if (const auto allowed = access::authorise(call.actor, Operation::link_children,
                                             {area.code, FieldClass::personal});
      !allowed) {
    return allowed.error();
  }
  if (limit < 1 || limit > limit_max) {
    return core::invalid("limit", "list.limit", std::to_string(limit_max));
  }
  const auto pairs = link_pair_store::list_waiting(call, area.low(), area.high(), limit);
  const auto counts = link_pair_store::count_pairs(call, area.low(), area.high());
  const auto model = model_of(call);
  if (!pairs || !counts || !model) {
    return !pairs ? pairs.error() : !counts ? counts.error() : model.error();
  }
  ReviewPage page{{}, counts->open, counts->later, counts->decided};
  for (const LinkPair& pair : *pairs) {
    auto a = find_child(call, pair.a_id);
    auto b = a ? find_child(call, pair.b_id) : a;
    if (!b && b.error().code == core::Code::not_found) {
      continue;  // Somebody the actor has a stake in.
    }
    if (!b) {
      return b.error();
    }
    page.items.push_back({pair, std::move(*a), std::move(*b), agreement_of(call, pair, *model),
                          stats::probability_of(pair.log_odds)});
  }
  return page;
}

core::Result<LinkPair> decide_duplicate(const access::Call& call, const ChildId& a,
                                        const ChildId& b, PairState decision,
                                        FollowElsewhere follow) {
  auto pair = find_pair(call, a, b);
  if (!pair) {
    return pair;
  }
  if (pair->state == PairState::same) {
    return core::failure(core::Code::conflict, "duplicate.merged");
  }
  if (decision == PairState::open) {
    return core::invalid("decision", "duplicate.decision");
  }
  if (decision != PairState::same) {
    return store_decision(call, std::move(*pair), decision, std::nullopt);
  }
  const auto wish = wish_of(call, *pair);
  if (!wish) {
    return wish.error();
  }
  const auto merged = merge_children(call, *wish, follow);
  return merged ? store_decision(call, std::move(*pair), decision, merged->id)
                : core::Result<LinkPair>(merged.error());
}

core::Result<LinkPair> reopen_duplicate(const access::Call& call, const ChildId& a,
                                        const ChildId& b, FollowElsewhere follow) {
  auto pair = find_pair(call, a, b);
  if (!pair) {
    return pair;
  }
  if (pair->merge) {
    if (const auto undone = undo_merge(call, *pair->merge, follow); !undone) {
      return undone.error();
    }
  }
  return store_decision(call, std::move(*pair), PairState::open, std::nullopt);
}

}  // namespace caregrid::registry
