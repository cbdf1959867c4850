#include "registry/list_change.h"

#include <algorithm>
#include <utility>

#include "access/policy.h"
#include "core/json.h"
#include "registry/child_import.h"
#include "registry/identity_number.h"
#include "registry/reading.h"
#include "registry/saying.h"
#include "registry/sent_list_store.h"
#include "registry/student_number.h"

namespace caregrid::registry {
namespace {

using intake::ChangedRow;
using intake::FieldChange;
using intake::ListChange;
using intake::RowChange;
using sent_lists::Member;

using Fields = std::map<std::string, std::string>;

void put(Fields& fields, std::string name, std::string_view text) {
  if (!text.empty()) {
    fields.emplace(std::move(name), text);
  }
}

/// A member's value as people read it: a text without quotation marks, codes with commas.
std::string plain(const std::string& json) {
  const auto document = core::json::Document::parse(json);
  if (!document) {
    return json;
  }
  const core::json::View root = document->root();
  if (const auto text = root.as_string()) {
    return std::string(*text);
  }
  if (root.kind() != core::json::Kind::array) {
    return json;
  }
  std::string joined;
  for (std::size_t i = 0; i < root.size(); ++i) {
    joined += joined.empty() ? "" : ",";
    joined += root.at(i).as_string().value_or(std::string_view{});
  }
  return joined;
}

std::string text_of(const FieldChange& change, const std::string& text) {
  if (text.empty()) {
    return text;
  }
  if (change.field == "identity_number" || change.field.ends_with(".identity_number")) {
    return mask_identity_number(text);
  }
  if (change.field == "student_number") {
    return mask_student_number(text);
  }
  return change.field.ends_with(".phone") ? mask_phone(text) : text;
}

/// The last row of each child; a list may name somebody twice.
std::vector<Member> last_rows(std::vector<Member> members) {
  std::vector<Member> last;
  for (const Member& member : members) {
    if (!last.empty() && last.back().shown == member.shown) {
      last.back() = member;
    } else {
      last.push_back(member);
    }
  }
  return last;
}

/// Two members of one child, or one of them alone.
struct Pair {
  const Member* before = nullptr;
  const Member* after = nullptr;

  [[nodiscard]] RowChange change() const {
    return after == nullptr    ? RowChange::gone
           : before == nullptr ? RowChange::added
                               : RowChange::changed;
  }
};

std::vector<Pair> pair_up(const std::vector<Member>& before, const std::vector<Member>& after) {
  std::vector<Pair> pairs;
  auto old = before.begin();
  auto recent = after.begin();
  while (old != before.end() || recent != after.end()) {
    if (recent == after.end() || (old != before.end() && old->shown < recent->shown)) {
      pairs.push_back({&*old++, nullptr});
    } else if (old == before.end() || recent->shown < old->shown) {
      pairs.push_back({nullptr, &*recent++});
    } else {
      pairs.push_back({&*old++, &*recent++});
    }
  }
  return pairs;
}

/// One comparison under way.
class Comparing final {
 public:
  Comparing(const access::Call& call, std::int64_t list,
            core::FunctionRef<core::Result<void>(const ChangedRow&)> take)
      : call_(call), list_(list), take_(take) {}

  core::Result<void> go(const std::vector<Pair>& pairs, RowChange wanted) {
    for (const Pair& pair : pairs) {
      if (pair.change() == wanted) {
        if (auto done = wanted == RowChange::changed ? go_both(pair) : go_one(pair, wanted);
            !done) {
          return done;
        }
      }
    }
    return {};
  }

  ListChange counts;

 private:
  core::Result<void> go_one(const Pair& pair, RowChange change) {
    const Member& member = change == RowChange::gone ? *pair.before : *pair.after;
    const auto named = sent_lists::find_named(call_, member);
    if (!named || !*named) {
      return named ? core::Result<void>() : core::Result<void>(named.error());
    }
    ++(change == RowChange::gone ? counts.gone : counts.added);
    ChangedRow row{change, (*named)->id.text(), (*named)->name, member.row, {}, {}};
    if (change == RowChange::gone) {
      const auto answer = sent_lists::find_answer(call_, list_, member.child);
      if (!answer) {
        return answer.error();
      }
      if (*answer) {
        row.answer = std::string(core::name_of(**answer));
      }
    }
    return take_(row);
  }

  core::Result<void> go_both(const Pair& pair) {
    if (pair.before->ordinal == pair.after->ordinal) {
      ++counts.same;
      return {};
    }
    const auto before = sent_lists::find_named(call_, *pair.before);
    const auto after = sent_lists::find_named(call_, *pair.after);
    if (!before || !after) {
      return before ? after.error() : before.error();
    }
    if (!*before || !*after) {
      return {};
    }
    auto fields = changes_between((*before)->said, (*after)->said);
    if (fields.empty()) {
      ++counts.same;
      return {};
    }
    ++counts.changed;
    for (FieldChange& field : fields) {
      field.before = text_of(field, field.before);
      field.after = text_of(field, field.after);
    }
    return take_({RowChange::changed,
                  (*after)->id.text(),
                  (*after)->name,
                  pair.after->row,
                  std::move(fields),
                  {}});
  }

  const access::Call& call_;
  std::int64_t list_;
  core::FunctionRef<core::Result<void>(const ChangedRow&)> take_;
};

std::string_view role_word(RelationRole role) { return core::name_of(role); }

}  // namespace

Fields fields_of(const StatementSecret& said) {
  Fields fields;
  const Claim& claim = said.claim;
  put(fields, "name", claim.name);
  if (claim.sex != Sex::unknown) {
    put(fields, "sex", core::name_of(claim.sex));
  }
  put(fields, "born_on", claim.born_on ? core::to_iso(*claim.born_on) : std::string());
  put(fields, "identity_number", claim.identity ? claim.identity->text() : std::string_view());
  put(fields, "student_number", claim.student ? claim.student->text() : std::string_view());
  for (const StatedRelation& relation : said.relations) {
    const std::string role(role_word(relation.role));
    put(fields, role + ".name", relation.name);
    put(fields, role + ".phone", relation.phone);
    put(fields, role + ".place", relation.place);
    put(fields, role + ".relation", relation.relation);
    put(fields, role + ".identity_number", relation.identity_number);
  }
  const auto facts = core::json::Document::parse(said.facts);
  if (facts) {
    facts->root().each_member([&](std::string_view kind, core::json::View value) {
      for (const auto& [member, json] : read_value(value)) {
        put(fields, "fact." + std::string(kind) + "." + member, plain(json));
      }
    });
  }
  return fields;
}

std::vector<FieldChange> changes_between(const StatementSecret& before,
                                         const StatementSecret& after) {
  const Fields old = fields_of(before);
  const Fields recent = fields_of(after);
  std::vector<FieldChange> changes;
  for (const auto& [name, text] : old) {
    const auto now = recent.find(name);
    if (now == recent.end() || now->second != text) {
      changes.push_back({name, text, now == recent.end() ? std::string() : now->second});
    }
  }
  for (const auto& [name, text] : recent) {
    if (!old.contains(name)) {
      changes.push_back({name, {}, text});
    }
  }
  std::ranges::sort(changes, {}, &FieldChange::field);
  return changes;
}

core::Result<void> finish_list(const access::Call& call, const SheetSource& source,
                               std::int64_t unread) {
  if (source.list == 0) {
    return {};
  }
  // A sheet without a single row has not been added yet.
  SentList list;
  list.id = source.list;
  list.file = source.file;
  list.sheet = source.sheet;
  list.role = source.role;
  list.sender = source.sender;
  const auto added = sent_lists::insert_list(call, list);
  return added ? sent_lists::close_list(call, source.list, unread) : added;
}

core::Result<std::optional<ListChange>> each_change(
    const access::Call& call, std::int64_t list,
    core::FunctionRef<core::Result<void>(const ChangedRow&)> take) {
  const auto found = sent_lists::find_list(call, list);
  if (!found || !*found) {
    return found ? core::Result<std::optional<ListChange>>(std::optional<ListChange>())
                 : core::Result<std::optional<ListChange>>(found.error());
  }
  const auto last = sent_lists::find_before(call, **found);
  if (!last || !*last) {
    return last ? core::Result<std::optional<ListChange>>(std::optional<ListChange>())
                : core::Result<std::optional<ListChange>>(last.error());
  }
  auto old_rows = sent_lists::list_members(call, (*last)->id);
  auto new_rows = sent_lists::list_members(call, list);
  if (!old_rows || !new_rows) {
    return old_rows ? new_rows.error() : old_rows.error();
  }
  const std::vector<Member> before = last_rows(std::move(*old_rows));
  const std::vector<Member> after = last_rows(std::move(*new_rows));
  const std::vector<Pair> pairs = pair_up(before, after);
  Comparing comparing(call, list, take);
  for (const RowChange change : {RowChange::gone, RowChange::changed, RowChange::added}) {
    if (auto done = comparing.go(pairs, change); !done) {
      return done.error();
    }
  }
  ListChange& counts = comparing.counts;
  counts.sheet = (*found)->sheet;
  counts.sender = (*found)->sender;
  counts.before_file = (*last)->file;
  constexpr int china_minutes = 480;
  counts.before_on = core::date_of((*last)->imported_at, china_minutes);
  counts.unread = (*found)->unread;
  return std::optional(std::move(counts));
}

core::Result<std::optional<ListChange>> compare_with_last(const access::Call& call,
                                                          std::int64_t list) {
  std::vector<ChangedRow> rows;
  auto change = each_change(call, list, [&](const ChangedRow& row) -> core::Result<void> {
    if (rows.size() < intake::changes_shown_max) {
      rows.push_back(row);
    }
    return {};
  });
  if (change && *change) {
    (*change)->rows = std::move(rows);
  }
  return change;
}

core::Result<ListChange> show_changes(const access::Call& call, std::int64_t list) {
  if (auto allowed = access::authorise(call.actor, access::Operation::import_records,
                                       {call.actor.area.code, access::FieldClass::personal});
      !allowed) {
    return allowed.error();
  }
  const auto found = sent_lists::find_list(call, list);
  if (!found || !*found) {
    return found ? core::failure(core::Code::not_found, "list.not_found") : found.error();
  }
  auto change = compare_with_last(call, list);
  if (!change) {
    return change.error();
  }
  if (!*change) {
    return core::failure(core::Code::not_found, "list.first");
  }
  for (const ChangedRow& row : (*change)->rows) {
    if (const auto id = ChildId::parse(row.child)) {
      call.saw("child", *id);
    }
  }
  return std::move(**change);
}

}  // namespace caregrid::registry
