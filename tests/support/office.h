#pragma once

#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "access/accounts.h"
#include "app/backup.h"
#include "app/workplace.h"
#include "care/operations.h"
#include "cli/program.h"
#include "core/file.h"
#include "core/rng.h"
#include "registry/erasure.h"
#include "registry/operations.h"

namespace caregrid::support {

inline constexpr std::int64_t county_code = 990'601'000'000;
inline constexpr int children = 40;

inline std::string number_of(int child) {
  constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  std::string text = "99060120150903" + std::to_string(100 + child);
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    sum += (text[i] - '0') * weights.at(i);
  }
  return text + "10X98765432"[sum % 11];
}

inline std::string name_of(int child) {
  constexpr std::array<std::string_view, 10> digits{"一", "二", "三", "四", "五",
                                                    "六", "七", "八", "九", "十"};
  const auto at = static_cast<std::size_t>(child);
  return "欧阳" + std::string(digits[at / 10]) + std::string(digits[at % 10]);
}

inline std::string phone_of(int child) { return "100" + std::to_string(31'415'900 + child); }

/// A data folder of its own with a register of forty children, gone afterwards.
class Office {
 public:
  Office() {
    std::array<std::byte, 8> name{};
    rng_.fill(name);
    home_ = std::filesystem::temp_directory_path() / ("caregrid-backup-" + core::to_hex(name));
    std::filesystem::create_directories(home_);
    write_lists();
    const auto said = run({"import", "--data", data(), path("divisions.csv"), path("roster.csv")});
    CHECK(said.find("A key file was made") != std::string::npos);
  }
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;
  ~Office() { std::filesystem::remove_all(home_); }

  [[nodiscard]] std::string path(const std::string& name) const { return (home_ / name).string(); }
  [[nodiscard]] std::string data() const { return path("data"); }

  /// Runs a command of the program; all it says, and its exit code in `code`.
  std::string run(const std::vector<std::string>& words) {
    std::ostringstream out;
    cli::Console console{out, out};
    cli::Surroundings surroundings;
    surroundings.open = [&](const cli::DataOptions& options) {
      return app::open_workplace(options, [&](const std::string& file) {
        out << "A key file was made: " << file << "\n";
      });
    };
    surroundings.back_up = [&](const cli::DataOptions& options, const std::string& folder) {
      return app::back_up(files_, options, folder);
    };
    surroundings.restore_files = [&](const cli::DataOptions& options,
                                     const cli::RestoreSource& source) {
      return app::restore_files(files_, options, source);
    };
    code = cli::run(words, surroundings, console);
    return out.str();
  }

  std::unique_ptr<cli::Workplace> open(const std::string& folder) {
    cli::DataOptions options;
    options.folder = folder;
    auto opened = app::open_workplace(options, [](const std::string&) {});
    if (!opened) {
      FAIL(opened.error().reason << " " << opened.error().detail);
    }
    return std::move(*opened);
  }

  /// A new data folder with the wrapping keys brought from the safe.
  std::string folder_with_keys(const std::string& name) {
    std::filesystem::create_directories(home_ / name / "keys");
    std::filesystem::copy_file(home_ / "data/keys/kek.key", home_ / name / "keys/kek.key");
    return path(name);
  }

  cli::ExitCode code = cli::ExitCode::done;

 private:
  void write_lists() const {
    std::ofstream divisions(home_ / "divisions.csv");
    divisions << "统计用区划代码,村(居)名称,乡镇代码,乡镇名称,纬度,经度\n"
              << "990601100001,第一村民委员会,990601100,城关镇,34.5,104.9\n";
    std::ofstream roster(home_ / "roster.csv");
    roster << "序号,学籍号,学生姓名,性别,出生日期,身份证号,家庭住址,监护人,联系电话\n";
    for (int i = 0; i < children; ++i) {
      const std::string number = number_of(i);
      roster << i + 1 << ",G" << number << ',' << name_of(i) << ','
             << ((number[16] - '0') % 2 == 1 ? "男" : "女") << ",2015-09-03," << number
             << ",城关镇第一村民委员会,司马" << name_of(i) << ',' << phone_of(i) << '\n';
    }
  }

  std::filesystem::path home_;
  core::SystemRng rng_;
  core::RealFileSystem files_;
};

inline access::Actor officer(const std::string& name) {
  return access::make_actor(access::AccountId::derive(name), access::Role::county,
                            access::Area{county_code}, name);
}

inline core::Result<registry::ChildPage> search(cli::Workplace& workplace,
                                                const std::string& query) {
  core::Result<registry::ChildPage> page = core::failure(core::Code::internal, "unset");
  const access::Actor actor = officer("reader");
  const auto done =
      workplace.door().read(actor, [&](const access::Call& call) -> core::Result<void> {
        page = registry::list_children(call, {.query = query, .limit = 200});
        return {};
      });
  CHECK(done.ok());
  return page;
}

inline std::size_t count_of(cli::Workplace& workplace, const std::string& query) {
  const auto page = search(workplace, query);
  return page ? page->items.size() : 9999;
}

template <class Act>
bool submit(cli::Workplace& workplace, const access::Actor& actor, std::string_view kind, Act act) {
  const access::Command command{access::CommandId::make(workplace.clock().now(), workplace.rng()),
                                kind, "", true};
  return workplace.door()
      .submit(actor, command,
              [&](const access::Call& call) -> core::Result<std::string> {
                const auto done = act(call);
                return done ? core::Result<std::string>("{}") : done.error();
              })
      .ok();
}

inline void erase(cli::Workplace& workplace, int child) {
  const auto page = search(workplace, number_of(child));
  REQUIRE(page.ok());
  REQUIRE(page->items.size() == 1);
  const auto id = registry::ErasureId::derive(number_of(child));
  REQUIRE(submit(workplace, officer("one"), "request_erasure", [&](const access::Call& call) {
    return registry::request_erasure(call, id, page->items[0].id,
                                     registry::ErasureGround::guardian_request);
  }));
  REQUIRE(submit(workplace, officer("two"), "confirm_erasure", [&](const access::Call& call) {
    return registry::confirm_erasure(
        call, id, [&](const registry::ChildId& one) { return care::forget_child(call, one); });
  }));
}

inline std::string all_bytes(const std::string& folder) {
  std::string bytes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      std::ifstream file(entry.path(), std::ios::binary);
      bytes.append(std::istreambuf_iterator<char>(file), {});
    }
  }
  return bytes;
}

}  // namespace caregrid::support
