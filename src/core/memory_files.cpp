#include "core/memory_files.h"

#include <algorithm>
#include <cstring>

namespace caregrid::core {
namespace {

class MemoryReader final : public FileReader {
 public:
  explicit MemoryReader(std::string content) : content_(std::move(content)) {}

  [[nodiscard]] std::int64_t size_bytes() const override {
    return static_cast<std::int64_t>(content_.size());
  }

  Result<std::size_t> read_at(std::int64_t offset, std::span<std::byte> into) override {
    const auto from = std::min(static_cast<std::size_t>(offset), content_.size());
    const std::size_t count = std::min(into.size(), content_.size() - from);
    std::memcpy(into.data(), content_.data() + from, count);
    return count;
  }

 private:
  std::string content_;
};

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

}  // namespace

class MemoryFileSystem::Writer final : public FileWriter {
 public:
  Writer(MemoryFileSystem& disk, std::string path)
      : disk_(disk), path_(std::move(path)), power_cuts_(disk.power_cuts_) {}

  Result<void> write(Bytes bytes) override {
    const std::scoped_lock lock(disk_.mutex_);
    if (auto counted = count(); !counted) {
      return counted;
    }
    const auto size_bytes = static_cast<std::int64_t>(bytes.size());
    if (size_bytes > disk_.free_bytes_) {
      return failure(Code::unavailable, "file.full");
    }
    disk_.free_bytes_ -= size_bytes;
    content_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return {};
  }

  Result<void> commit() override {
    const std::scoped_lock lock(disk_.mutex_);
    if (auto counted = count(); !counted) {
      return counted;
    }
    disk_.files_[path_] = std::move(content_);
    return {};
  }

 private:
  Result<void> count() {
    if (power_cuts_ != disk_.power_cuts_) {
      return failure(Code::unavailable, "file.write", "the power was cut");
    }
    return disk_.count_write();
  }

  MemoryFileSystem& disk_;
  std::string path_;
  std::string content_;
  int power_cuts_;
};

Result<std::unique_ptr<FileReader>> MemoryFileSystem::open(const std::string& path) {
  const std::scoped_lock lock(mutex_);
  const auto found = files_.find(path);
  if (found == files_.end()) {
    return failure(Code::not_found, "file.not_found");
  }
  return {std::make_unique<MemoryReader>(found->second)};
}

Result<std::unique_ptr<FileWriter>> MemoryFileSystem::create(const std::string& path) {
  const std::scoped_lock lock(mutex_);
  if (const auto counted = count_write(); !counted) {
    return counted.error();
  }
  if (!folders_.contains(folder_of(path))) {
    return failure(Code::unavailable, "file.write", "no such folder");
  }
  return {std::make_unique<Writer>(*this, path)};
}

Result<void> MemoryFileSystem::append(const std::string& path, Bytes bytes) {
  const std::scoped_lock lock(mutex_);
  if (auto counted = count_write(); !counted) {
    return counted;
  }
  if (!folders_.contains(folder_of(path))) {
    return failure(Code::unavailable, "file.write", "no such folder");
  }
  if (static_cast<std::int64_t>(bytes.size()) > free_bytes_) {
    return failure(Code::unavailable, "file.full");
  }
  free_bytes_ -= static_cast<std::int64_t>(bytes.size());
  files_[path].append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return {};
}

Result<void> MemoryFileSystem::remove(const std::string& path) {
  const std::scoped_lock lock(mutex_);
  if (auto counted = count_write(); !counted) {
    return counted;
  }
  files_.erase(path);
  return {};
}

bool MemoryFileSystem::exists(const std::string& path) {
  const std::scoped_lock lock(mutex_);
  return files_.contains(path) || folders_.contains(path);
}

Result<void> MemoryFileSystem::make_folder(const std::string& path) {
  const std::scoped_lock lock(mutex_);
  for (std::size_t end = path.find('/', 1); end != std::string::npos;
       end = path.find('/', end + 1)) {
    folders_.insert(path.substr(0, end));
  }
  folders_.insert(path);
  return {};
}

Result<std::vector<std::string>> MemoryFileSystem::list(const std::string& folder) {
  const std::scoped_lock lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [path, content] : files_) {
    if (folder_of(path) == folder) {
      names.push_back(path.substr(folder.size() + 1));
    }
  }
  return names;
}

Result<std::int64_t> MemoryFileSystem::free_bytes(const std::string& /*folder*/) {
  const std::scoped_lock lock(mutex_);
  return free_bytes_;
}

void MemoryFileSystem::set_free_bytes(std::int64_t bytes) {
  const std::scoped_lock lock(mutex_);
  free_bytes_ = bytes;
}

void MemoryFileSystem::fail_nth_write(int nth) {
  const std::scoped_lock lock(mutex_);
  writes_until_failure_ = nth;
}

void MemoryFileSystem::cut_power() {
  const std::scoped_lock lock(mutex_);
  ++power_cuts_;
}

Result<void> MemoryFileSystem::count_write() {
  if (writes_until_failure_ == 0) {
    return {};
  }
  --writes_until_failure_;
  if (writes_until_failure_ == 0) {
    return failure(Code::unavailable, "file.write", "as told");
  }
  return {};
}

}  // namespace caregrid::core
