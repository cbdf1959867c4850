// Shows that the demo county is the same for the same seed, speaks of nobody real, carries errors
// at the rates of real lists, and has the size asked for. How: counties written into a scratch
// folder and read back through the table readers; the truth file says which row is which child.

#include "cli/demo_county.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cli/demo_child.h"
#include "support/scratch_folder.h"
#include "support/table_text.h"

namespace caregrid::cli {

namespace {

core::Result<DemoFiles> write(const support::ScratchFolder& folder, std::int64_t children,
                              std::uint64_t seed = 1) {
  return write_demo_county({.children = children, .seed = seed, .folder = folder.path("")},
                           [](std::int64_t, std::int64_t) {});
}

/// All texts of all files.
std::string all_text(const DemoFiles& files) {
  std::string text;
  for (const std::string& path : files.imports) {
    text += support::table_text(path);
  }
  return text + support::table_text(files.truth);
}

using Record = std::map<std::string, std::string>;

Record record_of(const std::vector<std::string>& header, const tabular::RowView& row) {
  Record record;
  for (std::size_t i = 0; i < header.size(); ++i) {
    record[header[i]] = i < row.cells.size() ? row.cells[i].text : std::string_view();
  }
  return record;
}

/// The rows of a list of one sheet, under the header that starts with this word.
std::vector<Record> read_list(const std::string& path, std::string_view first_header) {
  const auto reader = std::move(tabular::open_table(path)).value();
  REQUIRE(reader->next_sheet().value());
  std::vector<Record> list;
  std::vector<std::string> header;
  tabular::RowView row;
  while (reader->next_row(row).value()) {
    if (!header.empty()) {
      list.push_back(record_of(header, row));
    } else if (row.cells.front().text == first_header) {
      for (const tabular::Cell& cell : row.cells) {
        header.emplace_back(cell.text);
      }
    }
  }
  return list;
}

bool has_right_check_digit(std::string_view identity) {
  constexpr std::array<int, 17> weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    sum += (identity[i] - '0') * weights[i];
  }
  return "10X98765432"[sum % 11] == identity.back();
}

bool is_plain_identity(std::string_view text) {
  return text.size() == 18 && std::all_of(text.begin(), text.end() - 1, [](char letter) {
           return letter >= '0' && letter <= '9';
         });
}

}  // namespace

TEST_CASE("the same seed gives the same county, another seed another one") {
  const support::ScratchFolder first;
  const support::ScratchFolder second;
  const support::ScratchFolder third;
  const auto files = write(first, 300);
  REQUIRE(files);
  const std::string text = all_text(*files);
  CHECK(text == all_text(write(second, 300).value()));
  CHECK(text != all_text(write(third, 300, 2).value()));
  CHECK(files->imports.size() == 7);
}

TEST_CASE("a county of any size reads back") {
  for (const std::int64_t children : {1, 2, 17, 1000}) {
    CAPTURE(children);
    const support::ScratchFolder folder;
    const auto files = write(folder, children);
    REQUIRE(files);
    std::set<std::string> seen;
    const auto truth = read_list(files->truth, "file");
    for (const auto& row : truth) {
      seen.insert(row.at("child"));
    }
    CHECK(std::ssize(seen) == children);
    for (const std::string& path : files->imports) {
      CHECK(support::table_text(path).find("! table.") == std::string::npos);
    }
  }
}

TEST_CASE("what cannot be made is refused") {
  const support::ScratchFolder folder;
  const auto refuse = [](const DemoCountyOptions& options) {
    return write_demo_county(options, [](std::int64_t, std::int64_t) {}).error().reason;
  };
  CHECK(refuse({.children = 0, .folder = folder.path("")}) == "demo.children");
  CHECK(refuse({.children = 1'000'001, .folder = folder.path("")}) == "demo.children");
  CHECK(refuse({.county = 620'524, .folder = folder.path("")}) == "demo.county");
  CHECK(refuse({.children = 9, .folder = folder.path("none")}) == "table.write");
  CHECK(folder.count() == 0);
}

TEST_CASE("children are nobody real, differ in their numbers, and are as old as their list says") {
  const DemoCountyOptions options{.children = 20'000, .folder = {}};
  const DemoPlaces places(options);
  const DemoChildren children(options, places);
  std::set<std::string> identities;
  int under_six = 0;
  int boys = 0;
  int twins = 0;
  DemoChild before;
  for (std::int64_t i = 0; i < options.children; ++i) {
    const DemoChild child = children.make(i);
    identities.insert(child.identity);
    CHECK(child.identity.starts_with("99"));
    CHECK(has_right_check_digit(child.identity));
    CHECK(child.born_on < options.today);
    CHECK((child.in_roster || child.in_civil));
    CHECK(child.care.father.phone.starts_with("100"));
    under_six += core::age_years(child.born_on, options.today) < 6 ? 1 : 0;
    boys += child.male ? 1 : 0;
    twins +=
        i % 2 == 1 && child.born_on == before.born_on && child.care.father == before.care.father
            ? 2
            : 0;
    before = child;
  }
  CHECK(std::ssize(identities) == options.children);
  CHECK(under_six / 20'000.0 == doctest::Approx(0.217).epsilon(0.05));
  CHECK(boys / 20'000.0 == doctest::Approx(0.545).epsilon(0.03));
  CHECK(twins / 20'000.0 == doctest::Approx(0.022).epsilon(0.25));
}

TEST_CASE("lists carry errors at the rates of real ones") {
  const support::ScratchFolder folder;
  const auto files = write(folder, 9000);
  REQUIRE(files);
  const auto list = read_list(files->imports[3], "儿童类别");
  const auto rows = static_cast<double>(list.size());
  std::map<std::string, int> found;
  std::set<std::string> numbers;
  for (const auto& row : list) {
    const std::string& identity = row.at("身份证号码");
    found["missing"] += identity.empty() ? 1 : 0;
    const bool plain = is_plain_identity(identity);
    found["odd"] += !plain && !identity.empty() ? 1 : 0;
    const bool right = plain && has_right_check_digit(identity);
    found["mistyped"] += plain && !right ? 1 : 0;
    found["again"] += right && !numbers.insert(identity).second ? 1 : 0;
    std::string born_on = row.at("出生日期");
    std::erase(born_on, '-');
    found["conflict"] += right && identity.substr(6, 8) != born_on ? 1 : 0;
    found["future"] += row.at("出生日期") > "2026-09-21" ? 1 : 0;
  }
  CHECK(rows > 5000);
  CHECK(found["missing"] / rows == doctest::Approx(0.015).epsilon(0.3));
  CHECK(found["mistyped"] / rows == doctest::Approx(0.007).epsilon(0.4));
  CHECK(found["odd"] / rows == doctest::Approx(0.022).epsilon(0.3));
  CHECK(found["conflict"] / rows == doctest::Approx(0.02).epsilon(0.3));
  CHECK(found["again"] / rows == doctest::Approx(0.038).epsilon(0.3));
  CHECK(found["future"] > 0);
}

TEST_CASE("progress grows to the whole") {
  const support::ScratchFolder folder;
  std::int64_t last = 0;
  std::int64_t calls = 0;
  std::int64_t whole = 0;
  const auto hear = [&](std::int64_t done, std::int64_t total) {
    CHECK(done > last);
    last = done;
    whole = total;
    ++calls;
  };
  REQUIRE(write_demo_county({.children = 500, .folder = folder.path("")}, hear));
  CHECK(last == whole);
  CHECK(calls == 100);
}

}  // namespace caregrid::cli
