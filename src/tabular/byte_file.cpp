#include "tabular/byte_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace caregrid::tabular {

core::Result<std::unique_ptr<ByteFile>> ByteFile::open(const std::string& path) {
  // O_NONBLOCK: a named pipe must be refused below, not waited for here.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    return core::failure(core::Code::not_found, "table.not_found",
                         std::generic_category().message(errno));
  }
  struct stat status{};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor);
    return core::failure(core::Code::not_found, "table.not_found", "not a regular file");
  }
  return std::make_unique<ByteFile>(descriptor, status.st_size);
}

ByteFile::~ByteFile() { ::close(descriptor_); }

core::Result<std::size_t> ByteFile::read_at(std::int64_t offset, std::span<char> into) const {
  std::size_t done = 0;
  while (done < into.size()) {
    const auto count = ::pread(descriptor_, into.data() + done, into.size() - done,
                               offset + static_cast<std::int64_t>(done));
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return core::failure(core::Code::unavailable, "table.read",
                           std::generic_category().message(errno));
    }
    if (count == 0) {
      break;
    }
    done += static_cast<std::size_t>(count);
  }
  return done;
}

}  // namespace caregrid::tabular
