// Shows how rows about children are packed, compared and linked: a row for each kind of mistake of
// the handbook's 4.4, then whole families: twins, triplets, brothers and sisters with one phone, a
// parent's number given for a child. How: tables by hand, and registers of invented children with
// known truth.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "registry/han.h"
#include "registry/identity_number.h"
#include "registry/link_children.h"
#include "stats/linkage_index.h"
#include "support/child_register.h"

namespace caregrid::registry {
namespace {

const LinkPacker& packer() {
  static const LinkPacker made;
  return made;
}

unsigned level(LinkField field, const LinkClaim& a, const LinkClaim& b) {
  const LinkRecord left = packer().pack(a);
  const LinkRecord right = packer().pack(b);
  CHECK(compare_link_records(left, right) == compare_link_records(right, left));
  return stats::level_of(compare_link_records(left, right), static_cast<std::size_t>(field));
}

core::Date day(int year, int month, int of_month) {
  return *core::make_date({year, month, of_month});
}

std::string number_of(core::Date born_on, int sequence) {
  const core::YearMonthDay parts = core::parts_of(born_on);
  std::string digits = "990101" +
                       std::to_string(parts.year * 10'000 + parts.month * 100 + parts.day) +
                       std::to_string(1000 + sequence).substr(1);
  return digits + identity_check_character(digits);
}

TEST_CASE("names of one child agree as closely as they were written") {
  if (!knows_han()) {
    MESSAGE("skipped: the China pack is not built in");
    return;
  }
  struct Row {
    std::string_view a;
    std::string_view b;
    NameLevel level;
  };
  using enum NameLevel;
  for (const Row& row : std::vector<Row>{{"刘家忠", "刘家忠", same},
                                         {"劉家忠", "刘家忠", same},
                                         {"闫小红", "阎小红", same},
                                         {"刘家忠", "刘嘉忠", same_sound},
                                         {"刘家忠", "Liu Jiazhong", same_sound},
                                         {"刘家忠", "jiazhong liu", same_sound},
                                         {"刘家忠", "刘?忠", same_sound},
                                         {"刘家忠", "〓家忠", same_sound},
                                         {"刘兰", "刘南", same_blurred},
                                         {"黄小英", "黄小音", same_blurred},
                                         {"刘家忠", "刘忠家", same_sound},
                                         {"刘家忠", "刘家明", one_off},
                                         {"刘家忠", "刘忠", one_dropped},
                                         {"刘家忠", "王家忠", surname_changed},
                                         {"刘家忠", "刘小红", same_surname},
                                         {"刘家忠", "王小红", other},
                                         {"刘家忠", "", unknown},
                                         {"古丽·买买提", "古丽", same_surname},
                                         {"古丽娜·买买提", "古丽娜", one_off}}) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    CHECK(level(LinkField::name, {row.a}, {row.b}) == static_cast<unsigned>(row.level));
  }
}

TEST_CASE("birth dates of one child agree but for the calendar, a swap or a slip") {
  struct Row {
    core::Date a;
    core::Date b;
    BirthLevel level;
  };
  using enum BirthLevel;
  for (const Row& row : std::vector<Row>{{day(2015, 3, 9), day(2015, 3, 9), same},
                                         {day(2015, 3, 9), day(2015, 9, 3), slip},
                                         {day(2015, 3, 9), day(2015, 3, 19), slip},
                                         {day(2015, 3, 9), day(2016, 3, 9), slip},
                                         {day(2015, 3, 9), day(2015, 4, 15), lunar},
                                         {day(2015, 3, 9), day(2015, 1, 1), placeholder},
                                         {day(2015, 3, 29), day(2015, 3, 1), placeholder},
                                         {day(2015, 3, 9), day(2015, 3, 20), same_month},
                                         {day(2015, 3, 9), day(2015, 11, 20), same_year},
                                         {day(2009, 12, 31), day(2011, 12, 31), same_day},
                                         {day(2015, 3, 9), day(2009, 11, 20), other}}) {
    CAPTURE(core::to_iso(row.a));
    CAPTURE(core::to_iso(row.b));
    LinkClaim a;
    LinkClaim b;
    a.born_on = row.a;
    b.born_on = row.b;
    CHECK(level(LinkField::born_on, a, b) == static_cast<unsigned>(row.level));
  }
}

TEST_CASE("numbers: one child's, a slip, a parent's, a placeholder") {
  const core::Date born_on = day(2015, 3, 9);
  const std::string own = number_of(born_on, 101);
  std::string slipped = own;
  slipped[8] = slipped[8] == '5' ? '6' : '5';
  const std::string parents = number_of(day(1985, 6, 1), 101);
  const auto claim = [&](std::string_view identity) {
    return LinkClaim{"刘家忠", born_on, Sex::male, identity};
  };
  const auto level_with = [&](std::string_view a, std::string_view b) {
    return static_cast<IdentityLevel>(level(LinkField::identity, claim(a), claim(b)));
  };
  CHECK(level_with(own, own) == IdentityLevel::same);
  CHECK(level_with(own, slipped) == IdentityLevel::slip);
  CHECK(level_with(own, number_of(born_on, 103)) == IdentityLevel::partial);
  CHECK(level_with(parents, parents) == IdentityLevel::unknown);
  CHECK(level_with("无", own) == IdentityLevel::unknown);
  CHECK(level_with("999999999999999999", own) == IdentityLevel::unknown);
  CHECK(packer().pack(claim(own)).is_identity_own);
  CHECK_FALSE(packer().pack(claim(slipped)).is_identity_own);
  CHECK(packer().pack({.name = "x", .phone = "13333333333333"}).phone != 0);
  CHECK(packer().pack({.name = "x", .phone = "00000000000"}).phone == 0);
  CHECK(packer().pack({.name = "暂无", .guardian = "无"}) == LinkRecord{});
}

/// A register of strangers, twice each, so that there is something to learn from, and `more`
/// behind.
std::vector<LinkRecord> with_strangers(const std::vector<LinkClaim>& more) {
  std::vector<LinkRecord> records;
  support::RegisterMaker maker(11, support::typical_noise, 4000);
  for (const support::RegisterRow& row : maker.rows()) {
    records.push_back(packer().pack(row.claim()));
  }
  for (const LinkClaim& claim : more) {
    records.push_back(packer().pack(claim));
  }
  return records;
}

TEST_CASE("twins, triplets and brothers stay children of their own; one child's rows meet") {
  const core::Date born_on = day(2014, 5, 20);
  const std::string elder = number_of(born_on, 201);
  const std::string younger = number_of(born_on, 203);
  const std::string sister = number_of(born_on, 206);
  const std::string parents = number_of(day(1988, 2, 3), 77);
  const std::string phone = "10012345678";
  const std::int64_t village = 990101100201;
  const auto claim = [&](std::string_view name, Sex sex, std::string_view identity) {
    return LinkClaim{name, born_on, sex, identity, "郝建国", phone, village};
  };
  LinkClaim brother = claim("郝东升", Sex::male, parents);
  brother.born_on = day(2017, 8, 8);
  const std::vector<LinkClaim> family{
      claim("郝东明", Sex::male, elder),     // 0, and again as 5
      claim("郝东亮", Sex::male, younger),   // 1, a twin
      claim("郝冬梅", Sex::female, sister),  // 2, the third
      brother,                               // 3, with a parent's number
      claim("郝东辉", Sex::male, parents),   // 4, a stranger's claim to the parent's number
      claim("郝冬明", Sex::unknown, ""),     // 5: 0 misheard, without a number
  };
  const ChildRecords records(with_strangers(family));
  const stats::LinkageResult result = stats::link_records(records);
  const std::size_t first = records.count() - family.size();
  std::set<std::uint32_t> apart;
  for (std::size_t i = 0; i < 4; ++i) {
    apart.insert(result.clusters.cluster[first + i]);
  }
  CHECK(apart.size() == 4);
  CHECK(result.clusters.cluster[first + 3] != result.clusters.cluster[first + 4]);
  CHECK(result.clusters.cluster[first] == result.clusters.cluster[first + 5]);
}

TEST_CASE("hard non-links and people's decisions hold in a whole register") {
  std::vector<LinkRecord> packed = with_strangers({});
  const ChildRecords records(packed);
  stats::LinkageOptions options;
  const stats::LinkageResult plain = stats::link_records(records, options);
  REQUIRE(plain.pairs.size() > 100);
  std::map<std::uint32_t, std::vector<std::uint32_t>> members;
  for (std::uint32_t i = 0; i < records.count(); ++i) {
    members[plain.clusters.cluster[i]].push_back(i);
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> parted;
  for (const auto& [cluster, of_cluster] : members) {
    for (const std::uint32_t a : of_cluster) {
      for (const std::uint32_t b : of_cluster) {
        CHECK((a == b || !records.compare(a, b).is_never));
      }
    }
    if (of_cluster.size() == 2 && parted.size() < 20) {
      parted.emplace_back(of_cluster[0], of_cluster[1]);
    }
  }
  options.decisions.cannot = parted;
  options.decisions.must = {{0, 1}, {2, 3}};
  const stats::LinkageResult decided = stats::link_records(records, options);
  for (const auto& [a, b] : parted) {
    CHECK(decided.clusters.cluster[a] != decided.clusters.cluster[b]);
  }
  for (const auto& [a, b] : options.decisions.must) {
    CHECK(decided.clusters.cluster[a] == decided.clusters.cluster[b]);
  }
}

TEST_CASE("a register mixed up gives the same children, and most are exactly right") {
  support::RegisterMaker maker(12, support::typical_noise, 4000);
  const std::vector<support::RegisterRow> rows = maker.rows();
  const auto link = [&](bool is_backwards) {
    std::vector<LinkRecord> packed;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      packed.push_back(packer().pack(rows[is_backwards ? rows.size() - 1 - i : i].claim()));
    }
    return stats::link_records(ChildRecords(std::move(packed)));
  };
  const stats::LinkageResult plain = link(false);
  const stats::LinkageResult mixed = link(true);
  CHECK(plain.fit == mixed.fit);
  std::map<std::uint32_t, std::uint32_t> partner;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::uint32_t there = mixed.clusters.cluster[rows.size() - 1 - i];
    CHECK(partner.try_emplace(plain.clusters.cluster[i], there).first->second == there);
  }
  std::size_t right = 0;
  std::size_t wrong = 0;
  for (const stats::LinkageEdge& edge : plain.pairs) {
    const bool is_found = plain.clusters.cluster[edge.a] == plain.clusters.cluster[edge.b];
    const bool is_match = rows[edge.a].child == rows[edge.b].child;
    right += is_found && is_match ? 1U : 0U;
    wrong += is_found != is_match ? 1U : 0U;
  }
  CHECK(right > 1000);
  CHECK(wrong * 50 < right);
}

TEST_CASE("one new row finds its child in the index") {
  const std::vector<LinkRecord> packed = with_strangers({});
  ChildRecords records(packed);
  const stats::LinkageResult result = stats::link_records(records);
  stats::LinkageIndex index(link_keys, records.count() + 1);
  std::array<std::uint32_t, link_keys> keys{};
  for (std::uint32_t i = 0; i < records.count(); ++i) {
    records.write_keys(i, keys);
    index.add(keys);
  }
  const stats::LinkageOdds odds(result.fit.model);
  std::size_t found = 0;
  std::size_t asked = 0;
  for (std::uint32_t i = 0; i < 200; ++i) {
    if (packed[i].name_hash == 0 || packed[i].born_on == 0 || packed[i].village == 0) {
      continue;
    }
    ++asked;
    const std::uint32_t fresh = records.add(packed[i]);
    const auto links = stats::find_links(index, records, odds, fresh, 0);
    found += std::ranges::any_of(links, [&](const auto& link) { return link.b == i; }) ? 1U : 0U;
  }
  CHECK(found == asked);
}

}  // namespace
}  // namespace caregrid::registry
