#include "app/key_files.h"

#include <cstdlib>
#include <utility>
#include <vector>

#include "access/key_source.h"

namespace caregrid::app {

std::string key_file_of(const std::string& folder) { return folder + "/keys/kek.key"; }

std::unique_ptr<access::KeySource> make_key_source(core::FileSystem& files,
                                                   const std::string& folder) {
  const char* keys = std::getenv("CAREGRID_KEK");
  return keys != nullptr ? access::make_text_source(keys)
                         : access::make_file_source(files, key_file_of(folder));
}

core::Result<void> make_key_file(core::FileSystem& files, core::Rng& rng,
                                 const std::string& folder) {
  if (const auto made = files.make_folder(folder + "/keys"); !made) {
    return made;
  }
  std::vector<access::WrappingKey> keys;
  keys.push_back(access::make_wrapping_key(core::SecretKey::make(rng)));
  return access::make_file_source(files, key_file_of(folder))->store(keys);
}

}  // namespace caregrid::app
