#include "core/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace caregrid::core {
namespace {

Error write_failure(int error_number) {
  const bool is_full = error_number == ENOSPC || error_number == EDQUOT;
  return failure(Code::unavailable, is_full ? "file.full" : "file.write",
                 std::generic_category().message(error_number));
}

/// A descriptor that closes itself.
class Descriptor final {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  [[nodiscard]] int number() const { return number_; }
  void close() {
    if (number_ >= 0) {
      ::close(number_);
    }
    number_ = -1;
  }

 private:
  int number_;
};

/// A name is durable only once its folder is. Source: fsync(2).
Result<void> sync_folder_of(const std::string& path) {
  std::string folder = std::filesystem::path(path).parent_path().string();
  if (folder.empty()) {
    folder = ".";
  }
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY));
  if (opened.number() < 0 || ::fsync(opened.number()) != 0) {
    return write_failure(errno);
  }
  return {};
}

class RealReader final : public FileReader {
 public:
  RealReader(int descriptor, std::int64_t size_bytes)
      : descriptor_(descriptor), size_bytes_(size_bytes) {}

  [[nodiscard]] std::int64_t size_bytes() const override { return size_bytes_; }

  Result<std::size_t> read_at(std::int64_t offset, std::span<std::byte> into) override {
    std::size_t done = 0;
    while (done < into.size()) {
      const auto count = ::pread(descriptor_.number(), into.data() + done, into.size() - done,
                                 offset + static_cast<std::int64_t>(done));
      if (count < 0 && errno == EINTR) {
        continue;
      }
      if (count < 0) {
        return failure(Code::unavailable, "file.read", std::generic_category().message(errno));
      }
      if (count == 0) {
        break;
      }
      done += static_cast<std::size_t>(count);
    }
    return done;
  }

 private:
  Descriptor descriptor_;
  std::int64_t size_bytes_;
};

Result<void> write_all(int descriptor, Bytes bytes) {
  while (!bytes.empty()) {
    const auto count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return write_failure(errno);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

class RealWriter final : public FileWriter {
 public:
  RealWriter(int descriptor, std::string draft, std::string path)
      : descriptor_(descriptor), draft_(std::move(draft)), path_(std::move(path)) {}
  RealWriter(const RealWriter&) = delete;
  RealWriter& operator=(const RealWriter&) = delete;
  ~RealWriter() override {
    if (!draft_.empty()) {
      ::unlink(draft_.c_str());
    }
  }

  Result<void> write(Bytes bytes) override { return write_all(descriptor_.number(), bytes); }

  Result<void> commit() override {
    if (::fsync(descriptor_.number()) != 0) {
      return write_failure(errno);
    }
    descriptor_.close();
    if (std::rename(draft_.c_str(), path_.c_str()) != 0) {
      return write_failure(errno);
    }
    draft_.clear();
    return sync_folder_of(path_);
  }

 private:
  Descriptor descriptor_;
  std::string draft_;
  std::string path_;
};

}  // namespace

Result<std::unique_ptr<FileReader>> RealFileSystem::open(const std::string& path) {
  // O_NONBLOCK: a named pipe must be refused below, not waited for here.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    return failure(Code::not_found, "file.not_found", std::generic_category().message(errno));
  }
  struct stat status = {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor);
    return failure(Code::not_found, "file.not_found", "not a regular file");
  }
  return {std::make_unique<RealReader>(descriptor, status.st_size)};
}

Result<std::unique_ptr<FileWriter>> RealFileSystem::create(const std::string& path) {
  std::string draft = path + ".XXXXXX";
  const int descriptor = ::mkostemp(draft.data(), O_CLOEXEC);
  if (descriptor < 0) {
    return write_failure(errno);
  }
  return {std::make_unique<RealWriter>(descriptor, std::move(draft), path)};
}

Result<void> RealFileSystem::append(const std::string& path, Bytes bytes) {
  const Descriptor opened(
      ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (opened.number() < 0) {
    return write_failure(errno);
  }
  if (auto written = write_all(opened.number(), bytes); !written) {
    return written;
  }
  if (::fsync(opened.number()) != 0) {
    return write_failure(errno);
  }
  return sync_folder_of(path);
}

Result<void> RealFileSystem::remove(const std::string& path) {
  if (::unlink(path.c_str()) == 0) {
    return sync_folder_of(path);
  }
  if (errno == ENOENT) {
    return {};
  }
  return write_failure(errno);
}

bool RealFileSystem::exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

bool RealFileSystem::is_private(const std::string& path) {
  struct stat status = {};
  return ::stat(path.c_str(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

Result<void> RealFileSystem::make_folder(const std::string& path) {
  std::filesystem::path made;
  for (const auto& part : std::filesystem::path(path)) {
    made /= part;
    if (::mkdir(made.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
      return write_failure(errno);
    }
  }
  return {};
}

Result<std::vector<std::string>> RealFileSystem::list(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  std::filesystem::directory_iterator entry(folder, failed);
  const std::filesystem::directory_iterator end;
  for (; !failed && entry != end; entry.increment(failed)) {
    if (entry->is_regular_file(failed)) {
      names.push_back(entry->path().filename().string());
    }
  }
  if (failed && failed != std::errc::no_such_file_or_directory) {
    return failure(Code::unavailable, "file.read", failed.message());
  }
  std::ranges::sort(names);
  return names;
}

Result<std::int64_t> RealFileSystem::free_bytes(const std::string& folder) {
  struct statvfs status = {};
  if (::statvfs(folder.c_str(), &status) != 0) {
    return failure(Code::unavailable, "file.read", std::generic_category().message(errno));
  }
  return static_cast<std::int64_t>(status.f_bavail * status.f_frsize);
}

Result<std::string> read_file(FileSystem& files, const std::string& path, std::int64_t bytes_max) {
  const auto file = files.open(path);
  if (!file) {
    return file.error();
  }
  const std::int64_t size_bytes = file.value()->size_bytes();
  if (size_bytes > bytes_max) {
    return failure(Code::too_large, "file.too_large", std::to_string(bytes_max));
  }
  std::string content(static_cast<std::size_t>(size_bytes), '\0');
  const auto read = file.value()->read_at(0, std::as_writable_bytes(std::span(content)));
  if (!read) {
    return read.error();
  }
  content.resize(read.value());
  return content;
}

Result<void> write_file(FileSystem& files, const std::string& path, Bytes content) {
  const auto file = files.create(path);
  if (!file) {
    return file.error();
  }
  if (auto written = file.value()->write(content); !written) {
    return written;
  }
  return file.value()->commit();
}

}  // namespace caregrid::core
