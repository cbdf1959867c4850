#include "tabular/zip_package.h"

#include <sys/stat.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "tabular/byte_file.h"

namespace caregrid::tabular {

namespace {

using namespace std::string_view_literals;

/// Parts this small cannot hurt, whatever their ratio: a blank theme may pack 200 to 1.
constexpr std::int64_t ratio_judged_from_bytes = std::int64_t{1} << 20U;

core::Error damaged(std::string_view what) {
  return core::invalid({}, "table.damaged",
                       "the workbook is damaged (" + std::string(what) +
                           "); open it in a spreadsheet program, save it again and retry");
}

core::Error too_large(std::string reason, std::string detail) {
  return core::failure(core::Code::too_large, std::move(reason), std::move(detail));
}

std::string mebibytes(std::int64_t bytes) { return std::to_string(bytes >> 20U) + " MiB"; }

bool is_unsafe_name(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos ||
      name.find(':') != std::string_view::npos) {
    return true;
  }
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    if (name.substr(begin, end - begin) == "..") {
      return true;
    }
    begin = end + 1;
  }
  return false;
}

bool ends_with_any_of(std::string_view name, std::span<const std::string_view> endings) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return lower.ends_with(ending); });
}

constexpr std::array archive_endings = {
    ".zip"sv, ".7z"sv,  ".rar"sv,  ".gz"sv,   ".tgz"sv,  ".bz2"sv,  ".xz"sv,  ".tar"sv,
    ".jar"sv, ".zst"sv, ".xlsx"sv, ".xlsm"sv, ".docx"sv, ".pptx"sv, ".ods"sv, ".xlsb"sv};
constexpr std::array markup_endings = {".xml"sv, ".rels"sv, ".vml"sv};

bool is_archive_head(std::string_view head) {
  constexpr std::array magics = {"PK\x03\x04"sv,
                                 "7z\xBC\xAF"sv,
                                 "Rar!"sv,
                                 "\x1F\x8B"sv,
                                 "BZh"sv,
                                 "\xFD"
                                 "7zXZ"sv,
                                 "\x28\xB5\x2F\xFD"sv};
  return std::any_of(magics.begin(), magics.end(),
                     [&](std::string_view magic) { return head.starts_with(magic); });
}

/// The entry count at the end of the file, before libzip builds a directory of that many.
/// Source: PKWARE APPNOTE 4.3.16.
core::Result<void> check_entry_count(const ByteFile& file, const Limits& limits) {
  constexpr std::int64_t record_bytes = 22;
  constexpr std::int64_t comment_bytes_max = 65'535;
  const std::int64_t begin =
      std::max<std::int64_t>(0, file.size_bytes() - record_bytes - comment_bytes_max);
  std::vector<char> tail(static_cast<std::size_t>(file.size_bytes() - begin));
  const auto count = file.read_at(begin, tail);
  if (!count) {
    return count.error();
  }
  const std::string_view text(tail.data(), *count);
  const std::size_t record = text.rfind("PK\x05\x06");
  if (record == std::string_view::npos || text.size() - record < 22) {
    return damaged("its end is missing");
  }
  const auto entries = static_cast<unsigned char>(text[record + 10]) +
                       256 * static_cast<unsigned char>(text[record + 11]);
  if (entries > limits.entries_max) {
    return too_large("table.too_many_entries",
                     "more than " + std::to_string(limits.entries_max) + " parts in the archive");
  }
  return {};
}

}  // namespace

struct ZipEntry::Handle {
  struct Close {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
  };
  std::unique_ptr<zip_file_t, Close> file;
};

struct ZipPackage::Handle {
  struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
  };
  std::unique_ptr<zip_t, Discard> archive;
};

namespace {

/// What the parts claim together.
struct Claim {
  std::int64_t inflated_bytes = 0;
  std::int64_t packed_bytes = 0;
};

core::Result<void> check_names(zip_t* archive, zip_uint64_t index, const zip_stat_t& part) {
  const std::string_view name(part.name);
  if (is_unsafe_name(name)) {
    return core::invalid({}, "table.unsafe_name", "a part of the archive points outside it");
  }
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  zip_file_get_external_attributes(archive, index, 0, &system, &attributes);
  if (system == ZIP_OPSYS_UNIX && S_ISLNK(attributes >> 16U)) {
    return core::invalid({}, "table.unsafe_name", "the archive holds a symbolic link");
  }
  if (ends_with_any_of(name, archive_endings)) {
    return too_large("table.nested_archive", "an archive inside the archive");
  }
  return {};
}

core::Result<void> check_sizes(const zip_stat_t& part, const Limits& limits, Claim& claim) {
  constexpr zip_uint64_t absurd = zip_uint64_t{1} << 40U;
  const auto inflated = static_cast<std::int64_t>(std::min(part.size, absurd));
  const auto packed = static_cast<std::int64_t>(std::min(part.comp_size, absurd));
  claim.inflated_bytes += inflated;
  claim.packed_bytes += packed;
  if (claim.inflated_bytes > limits.inflated_bytes_max) {
    return too_large("table.bomb", "unpacks to more than " + mebibytes(limits.inflated_bytes_max));
  }
  if (inflated > ratio_judged_from_bytes && inflated > limits.inflate_ratio_max * packed) {
    return too_large(
        "table.bomb",
        "unpacks to more than " + std::to_string(limits.inflate_ratio_max) + " times its size");
  }
  return {};
}

/// Archives hide behind other names as well: the first bytes tell.
core::Result<void> check_head(zip_t* archive, zip_uint64_t index, const zip_stat_t& part) {
  if (part.size < 4 || ends_with_any_of(part.name, markup_endings)) {
    return {};
  }
  const ZipEntry::Handle entry{
      std::unique_ptr<zip_file_t, ZipEntry::Handle::Close>(zip_fopen_index(archive, index, 0))};
  std::array<char, 8> head{};
  const auto count = entry.file ? zip_fread(entry.file.get(), head.data(), head.size()) : -1;
  if (count < 0) {
    return damaged("a part does not unpack");
  }
  if (is_archive_head(std::string_view(head.data(), static_cast<std::size_t>(count)))) {
    return too_large("table.nested_archive", "an archive inside the archive");
  }
  return {};
}

core::Result<void> check_part(zip_t* archive, zip_uint64_t index, const Limits& limits,
                              Claim& claim) {
  zip_stat_t part;
  constexpr zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
  if (zip_stat_index(archive, index, 0, &part) != 0 || (part.valid & needed) != needed) {
    return damaged("its directory");
  }
  if ((part.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && part.encryption_method != ZIP_EM_NONE) {
    return core::invalid({}, "table.encrypted", "save the workbook without a password");
  }
  if (const auto named = check_names(archive, index, part); !named) {
    return named;
  }
  if (const auto sized = check_sizes(part, limits, claim); !sized) {
    return sized;
  }
  return check_head(archive, index, part);
}

core::Result<void> check_parts(zip_t* archive, std::int64_t file_bytes, const Limits& limits) {
  const zip_int64_t entries = zip_get_num_entries(archive, 0);
  if (entries > limits.entries_max) {
    return too_large("table.too_many_entries",
                     "more than " + std::to_string(limits.entries_max) + " parts in the archive");
  }
  Claim claim;
  for (zip_int64_t i = 0; i < entries; ++i) {
    const auto checked = check_part(archive, static_cast<zip_uint64_t>(i), limits, claim);
    if (!checked) {
      return checked;
    }
  }
  // Parts that share the same packed bytes are how the densest bombs are made.
  if (claim.packed_bytes > file_bytes) {
    return too_large("table.bomb", "parts of the archive overlap");
  }
  return {};
}

}  // namespace

ZipEntry::ZipEntry(std::unique_ptr<Handle> handle, std::int64_t size_bytes)
    : handle_(std::move(handle)), size_bytes_(size_bytes) {}

ZipEntry::~ZipEntry() = default;

core::Result<std::size_t> ZipEntry::read(std::span<char> into) {
  const auto count = zip_fread(handle_->file.get(), into.data(), into.size());
  if (count < 0) {
    return damaged(zip_file_strerror(handle_->file.get()));
  }
  read_bytes_ += count;
  if (read_bytes_ > size_bytes_) {
    return damaged("a part is longer than stated");
  }
  return static_cast<std::size_t>(count);
}

ZipPackage::ZipPackage(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}

ZipPackage::~ZipPackage() = default;

core::Result<std::unique_ptr<ZipPackage>> ZipPackage::open(const std::string& path,
                                                           const Limits& limits) {
  const auto file = ByteFile::open(path);
  if (!file) {
    return file.error();
  }
  const std::int64_t file_bytes = (*file)->size_bytes();
  if (file_bytes > limits.workbook_bytes_max) {
    return too_large("table.too_big", "a workbook may have " +
                                          mebibytes(limits.workbook_bytes_max) +
                                          "; save it as CSV or split it");
  }
  if (const auto counted = check_entry_count(**file, limits); !counted) {
    return counted.error();
  }
  int problem = 0;
  auto handle = std::make_unique<Handle>();
  handle->archive.reset(zip_open(path.c_str(), ZIP_RDONLY, &problem));
  if (handle->archive == nullptr) {
    return damaged("its directory");
  }
  if (const auto checked = check_parts(handle->archive.get(), file_bytes, limits); !checked) {
    return checked.error();
  }
  return std::make_unique<ZipPackage>(std::move(handle));
}

std::optional<std::int64_t> ZipPackage::find_size_bytes(const std::string& name) const {
  zip_stat_t part;
  if (zip_stat(handle_->archive.get(), name.c_str(), ZIP_FL_NOCASE, &part) != 0) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(part.size);
}

core::Result<std::unique_ptr<ZipEntry>> ZipPackage::open_entry(const std::string& name) {
  zip_t* const archive = handle_->archive.get();
  const zip_int64_t index = zip_name_locate(archive, name.c_str(), ZIP_FL_NOCASE);
  zip_stat_t part;
  if (index < 0 || zip_stat_index(archive, static_cast<zip_uint64_t>(index), 0, &part) != 0) {
    return damaged("a part is missing");
  }
  auto handle = std::make_unique<ZipEntry::Handle>();
  handle->file.reset(zip_fopen_index(archive, static_cast<zip_uint64_t>(index), 0));
  if (handle->file == nullptr) {
    return damaged("a part does not open");
  }
  return std::make_unique<ZipEntry>(std::move(handle), static_cast<std::int64_t>(part.size));
}

}  // namespace caregrid::tabular
