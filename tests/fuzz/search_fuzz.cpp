// Shows that no text somebody looks for makes a search misbehave: what comes before the first line
// end is the name of one more child, the rest is looked for. Answers hold only children that are
// there, each once and with a reason, and whoever is asked for by the whole name is found. How:
// libFuzzer.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "core/check.h"
#include "registry/county_index.h"
#include "registry/person_name.h"

namespace {

using namespace caregrid;

constexpr std::int64_t village = 990'101'100'001;

void look(const registry::CountyIndex& index, std::string_view text) {
  const registry::SearchRights all{true, true, true, true, true, true, true, true, true};
  const registry::SearchScope scope{{village - 1}, all, all, {}, {}};
  const auto answer = index.search(registry::read_search(text), scope, 10);
  core::check(answer.total >= static_cast<std::int64_t>(answer.hits.size()));
  std::set<std::int64_t> seen;
  for (const registry::SearchHit& hit : answer.hits) {
    core::check(hit.number >= 1 && hit.number <= 4 && seen.insert(hit.number).second);
    core::check(!hit.matches.empty());
    for (const registry::MatchKind kind : hit.matches) {
      core::check(kind < registry::MatchKind::none);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(all.find('\n'), all.size());
  if (size > 2000) {
    return 0;
  }
  const std::string name = registry::normalise_name(all.substr(0, end));
  registry::CountyIndex index;
  index.put_place(village, "石桥村村民委员会");
  index.put({1, "张伟", village, "希望小学", {}, "990101201705031234", {"10012345678"}});
  index.put({2, "阿依古丽·买买提", village, {}, {}, {}, {}});
  index.put({3, "Na OuYang", village, {}, {}, {}, {}});
  index.put({4, name, village, {}, {}, {}, {}});
  look(index, all.substr(std::min(end + 1, all.size())));
  look(index, name);
  index.remove(4);
  index.remove(1);
  look(index, all);
  return 0;
}
