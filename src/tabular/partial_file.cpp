#include "tabular/partial_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

namespace caregrid::tabular {

namespace {

core::Error write_failed() {
  return core::failure(core::Code::unavailable, "table.write",
                       std::generic_category().message(errno));
}

}  // namespace

PartialFile::PartialFile(std::string path) : path_(std::move(path)), part_path_(path_ + ".part") {}

PartialFile::~PartialFile() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
  if (!in_place_) {
    ::unlink(part_path_.c_str());
  }
}

core::Result<void> PartialFile::create() {
  constexpr int owner_only = 0600;  // Tables hold personal data.
  descriptor_ = ::open(part_path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, owner_only);
  return descriptor_ >= 0 ? core::Result<void>() : write_failed();
}

core::Result<void> PartialFile::append(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno != EINTR) {
      return write_failed();
    }
    bytes.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
  }
  return {};
}

core::Result<void> PartialFile::put_in_place() {
  if (descriptor_ < 0) {
    descriptor_ = ::open(part_path_.c_str(), O_RDONLY | O_CLOEXEC);
  }
  if (descriptor_ < 0 || ::fsync(descriptor_) != 0) {
    return write_failed();
  }
  if (std::rename(part_path_.c_str(), path_.c_str()) != 0) {
    return write_failed();
  }
  in_place_ = true;
  // The new name itself lasts only once its folder is durable.
  const std::string folder = path_.substr(0, path_.rfind('/') + 1) + ".";
  const int folder_descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool durable = folder_descriptor >= 0 && ::fsync(folder_descriptor) == 0;
  if (folder_descriptor >= 0) {
    ::close(folder_descriptor);
  }
  return durable ? core::Result<void>() : write_failed();
}

}  // namespace caregrid::tabular
