#include "cli/link_truth.h"

#include <cstdlib>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "registry/link_measure.h"
#include "tabular/table_reader.h"

namespace caregrid::cli {
namespace {

using Row = std::pair<std::string, std::int64_t>;  ///< File with its sheet, row.
using Truth = std::map<Row, std::int64_t>;

core::Result<Truth> read_truth(const std::string& path) {
  const auto opened = tabular::open_table(path);
  if (!opened) {
    return opened.error();
  }
  tabular::TableReader& reader = **opened;
  if (const auto sheet = reader.next_sheet(); !sheet) {
    return sheet.error();
  }
  Truth truth;
  tabular::RowView row;
  auto more = reader.next_row(row);
  for (more = reader.next_row(row); more && *more; more = reader.next_row(row)) {
    if (row.cells.size() >= 3) {
      const Row place(std::string(row.cells[0].text),
                      std::atoll(std::string(row.cells[1].text).c_str()));
      truth[place] = std::atoll(std::string(row.cells[2].text).c_str());
    }
  }
  return more ? core::Result<Truth>(std::move(truth)) : core::Result<Truth>(more.error());
}

double pairs_of(std::int64_t count) {
  return static_cast<double>(count) * static_cast<double>(count - 1) / 2;
}

template <class Key>
double sum_of_pairs(const std::map<Key, std::int64_t>& counts) {
  double pairs = 0;
  for (const auto& [key, count] : counts) {
    pairs += pairs_of(count);
  }
  return pairs;
}

}  // namespace

core::Result<LinkTruth> measure_linkage(Workplace& workplace, const access::Actor& actor,
                                        const std::string& path) {
  const auto truth = read_truth(path);
  if (!truth) {
    return truth.error();
  }
  LinkTruth measured;
  std::map<std::int64_t, std::int64_t> by_record;
  std::map<std::int64_t, std::int64_t> by_child;
  std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> by_both;
  std::map<std::int64_t, std::set<std::int64_t>> children_of;
  std::set<std::int64_t> records;
  const auto done = workplace.door().read(actor, [&](const access::Call& call) {
    return registry::measure_records(
        call,
        [&](const registry::SourceOfRecord& source) {
          records.insert(source.record);
          const std::string place =
              source.sheet.empty() ? source.file : source.file + "#" + source.sheet;
          auto found = truth->find({place, source.row});
          found = found == truth->end() ? truth->find({source.file, source.row}) : found;
          if (found == truth->end()) {
            return;
          }
          ++measured.rows;
          ++by_record[source.shown];
          ++by_child[found->second];
          ++by_both[{source.shown, found->second}];
          children_of[source.shown].insert(found->second);
        },
        [&](std::int64_t a, std::int64_t b) {
          bool is_true = false;
          for (const std::int64_t child : children_of[a]) {
            is_true = is_true || children_of[b].contains(child);
          }
          measured.queue_true += is_true ? 1 : 0;
          by_record.try_emplace(a, 0);
          records.insert(-a);
          records.insert(-b);
        });
  });
  if (!done) {
    return done.error();
  }
  for (const std::int64_t record : records) {
    measured.records += record > 0 ? 1 : 0;
    measured.in_queue += record < 0 ? 1 : 0;
  }
  measured.together = sum_of_pairs(by_record);
  measured.true_together = sum_of_pairs(by_both);
  measured.true_pairs = sum_of_pairs(by_child);
  return measured;
}

}  // namespace caregrid::cli
