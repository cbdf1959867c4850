#include "access/journal_verify.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <thread>

#include "access/journal_store.h"

namespace caregrid::access {
namespace {

/// Entries between two looks at the rows that belong to them.
constexpr std::int64_t batch_entries = 8 * entries_per_checkpoint;

/// The rows of one number, taken off the front of what is left.
std::span<const StoredTouch> take_rows(std::span<const StoredTouch>& left, std::int64_t seq) {
  std::size_t count = 0;
  while (count < left.size() && left[count].seq == seq) {
    ++count;
  }
  const auto taken = left.first(count);
  left = left.subspan(count);
  return taken;
}

core::Result<void> check_batch(JournalSource& source, const SeqRange& range, StretchCheck& check) {
  const auto changed = source.changed(range);
  const auto seen = source.seen(range);
  if (!changed || !seen) {
    return changed ? seen.error() : changed.error();
  }
  std::span<const StoredTouch> changed_left(changed->rows);
  std::span<const StoredTouch> seen_left(seen->rows);
  auto done = source.each_entry(range, [&](const StoredEntry& entry) {
    const auto own_changed = take_rows(changed_left, entry.seq);
    const auto own_seen = take_rows(seen_left, entry.seq);
    return check.add(entry, own_changed, own_seen);
  });
  if (!done || check.fault()) {
    return done;
  }
  if (check.next() <= range.to) {
    check.fail("journal.fault.missing", check.next());
  }
  for (const auto& left : {changed_left, seen_left}) {
    if (!left.empty()) {
      check.fail("journal.fault.stray_row", left.front().seq);
    }
  }
  return {};
}

/// What the roots of one county are held against, read before its entries: what is signed
/// meanwhile is left for the next time.
struct CountyAtHand {
  std::int64_t county = 0;
  RootEvidence evidence;
  JournalSpans spans;
};

core::Result<StretchCheck> check_stretch(OpenJournal open, const CountyAtHand& at_hand,
                                         std::int64_t from, std::int64_t to) {
  StretchCheck check(at_hand.county, from, {});
  const auto done = open([&](JournalSource& source) -> core::Result<void> {
    std::vector<std::byte> previous;
    auto found =
        source.each_entry({at_hand.county, from - 1, from - 1}, [&](const StoredEntry& entry) {
          previous.assign(entry.hash.begin(), entry.hash.end());
          return false;
        });
    if (!found) {
      return found;
    }
    check = StretchCheck(at_hand.county, from, previous);
    check.keep_at(sizes_needed(at_hand.evidence));
    return check_entries(source, {at_hand.county, from, to}, check);
  });
  return done ? core::Result<StretchCheck>(std::move(check)) : done.error();
}

/// Rows numbered before the first or behind the last entry.
void check_spans(const JournalSpans& spans, JournalFindings& findings) {
  const auto is_outside = [&](const SeqSpan& span) {
    return span.lowest < 1 || span.highest > std::max<std::int64_t>(spans.entries.highest, 0);
  };
  if (spans.entries.lowest != 1) {
    findings.faults.push_back({"journal.fault.missing", 1});
  }
  for (const SeqSpan& span : {spans.changed, spans.seen}) {
    if (is_outside(span)) {
      findings.faults.push_back({"journal.fault.stray_row", span.highest});
    }
  }
}

core::Result<JournalFindings> verify_county(OpenJournal open, const CountyAtHand& at_hand,
                                            int threads) {
  JournalFindings findings;
  findings.county = at_hand.county;
  findings.entries = std::max<std::int64_t>(at_hand.spans.entries.highest, 0);
  check_spans(at_hand.spans, findings);
  const std::int64_t blocks = findings.entries / entries_per_checkpoint;
  const std::int64_t parts =
      std::clamp<std::int64_t>(threads, 1, std::max<std::int64_t>(blocks, 1));
  std::vector<core::Result<StretchCheck>> stretches(
      static_cast<std::size_t>(parts), core::Result<StretchCheck>(StretchCheck(0, 1, {})));
  const auto start_of = [&](std::int64_t part) {
    return part == parts ? findings.entries + 1
                         : blocks / parts * part * entries_per_checkpoint + 1;
  };
  std::vector<std::jthread> running;
  for (std::int64_t part = 0; part < parts && findings.faults.empty(); ++part) {
    running.emplace_back([&, part] {
      stretches[static_cast<std::size_t>(part)] =
          check_stretch(open, at_hand, start_of(part), start_of(part + 1) - 1);
    });
  }
  running.clear();
  std::vector<StretchCheck> checked;
  for (auto& stretch : stretches) {
    if (!stretch) {
      return stretch.error();
    }
    if (stretch->fault() && findings.faults.empty()) {
      findings.faults.push_back(*stretch->fault());
    }
    checked.push_back(std::move(*stretch));
  }
  const std::vector<TreeAt> trees = put_together(checked);
  if (findings.faults.empty()) {
    findings.root = trees.back().tree.root();
  }
  check_roots(trees, at_hand.evidence, findings);
  return findings;
}

/// Counties an anchor file is named after.
core::Result<std::vector<std::int64_t>> list_anchored(core::FileSystem& files,
                                                      const std::string& folder) {
  const auto names = files.list(folder);
  if (!names) {
    return names.error();
  }
  std::vector<std::int64_t> counties;
  for (const std::string& name : *names) {
    std::int64_t county = 0;
    const char* const end = name.data() + name.size();
    const auto [stop, failed] = std::from_chars(name.data(), end, county);
    if (failed == std::errc{} && std::string_view(stop, end) == ".log") {
      counties.push_back(county);
    }
  }
  return counties;
}

core::Result<CountyAtHand> gather_county(OpenJournal open, std::int64_t county,
                                         std::optional<Anchor> anchor,
                                         const VerifyOptions& options) {
  CountyAtHand at_hand;
  at_hand.county = county;
  at_hand.evidence.key = options.key ? *options.key : anchor ? anchor->key : PublicKey{};
  at_hand.evidence.anchor = std::move(anchor);
  const auto done = open([&](JournalSource& source) -> core::Result<void> {
    auto checkpoints = source.checkpoints(county);
    const auto spans = source.spans(county);
    if (!checkpoints || !spans) {
      return checkpoints ? spans.error() : checkpoints.error();
    }
    at_hand.evidence.checkpoints = std::move(*checkpoints);
    at_hand.spans = *spans;
    return {};
  });
  return done ? core::Result<CountyAtHand>(std::move(at_hand)) : done.error();
}

core::Result<std::set<std::int64_t>> list_all_counties(OpenJournal open, core::FileSystem& files,
                                                       const VerifyOptions& options) {
  const auto anchored = list_anchored(files, options.anchor_folder);
  if (!anchored) {
    return anchored.error();
  }
  std::set<std::int64_t> counties(anchored->begin(), anchored->end());
  const auto done = open([&](JournalSource& source) -> core::Result<void> {
    const auto known = source.counties();
    if (!known) {
      return known.error();
    }
    counties.insert(known->begin(), known->end());
    return {};
  });
  return done ? core::Result<std::set<std::int64_t>>(std::move(counties)) : done.error();
}

}  // namespace

core::Result<void> check_entries(JournalSource& source, const SeqRange& range,
                                 StretchCheck& check) {
  for (std::int64_t start = range.from; start <= range.to && !check.fault();
       start += batch_entries) {
    const std::int64_t end = std::min(range.to - start, batch_entries - 1) + start;
    if (auto checked = check_batch(source, {range.county, start, end}, check); !checked) {
      return checked;
    }
  }
  return {};
}

core::Result<std::vector<JournalFindings>> verify_journals(db::Database& database,
                                                           core::FileSystem& files,
                                                           const VerifyOptions& options) {
  const auto open = [&](LookAtJournal look) {
    return database.read([&](db::Transaction& transaction) {
      TransactionJournal source(transaction);
      return look(source);
    });
  };
  return verify_sources(open, files, options);
}

core::Result<std::vector<JournalFindings>> verify_sources(OpenJournal open, core::FileSystem& files,
                                                          const VerifyOptions& options) {
  const auto counties = list_all_counties(open, files, options);
  if (!counties) {
    return counties.error();
  }
  std::vector<JournalFindings> all;
  for (const std::int64_t county : *counties) {
    auto anchor = read_anchor(files, anchor_path(options.anchor_folder, county));
    const bool is_damaged = !anchor && anchor.error().code == core::Code::invalid;
    if (!anchor && !is_damaged) {
      return anchor.error();
    }
    auto at_hand =
        gather_county(open, county, is_damaged ? std::nullopt : std::move(*anchor), options);
    if (!at_hand) {
      return at_hand.error();
    }
    auto findings = verify_county(open, *at_hand, options.threads);
    if (!findings) {
      return findings.error();
    }
    if (is_damaged) {
      findings->faults.push_back({"journal.fault.anchor_damaged", 0});
    }
    all.push_back(std::move(*findings));
  }
  return all;
}

}  // namespace caregrid::access
