#pragma once

#include <filesystem>
#include <string>

#include "access/door.h"
#include "access/provider_sign_in.h"
#include "access/sign_in.h"
#include "core/rng.h"
#include "http/answer_cache.h"
#include "http/cursor.h"
#include "http/export_progress.h"
#include "intake/catalogue.h"
#include "intake/import_operations.h"
#include "intake/job.h"
#include "registry/county_keeper.h"
#include "registry/rule_book.h"

namespace caregrid::http {

/// What every route may reach; lives as long as the program.
struct Site {
  access::Door& door;
  access::SignIn& sign_in;
  core::Rng& rng;
  intake::JobQueue& jobs;
  intake::Imports& imports;
  const intake::Catalogue& catalogue;
  const Cursors& cursors;
  AnswerCache& cache;
  registry::RuleBooks& rules;
  registry::CountyKeeper& counties;
  std::string version;
  std::filesystem::path exports_folder;  ///< Where files made for one answer lie meanwhile.
  bool is_behind_tls = false;            ///< Cookies get `Secure` and the `__Host-` prefix.
  std::string origin = {};               ///< "https://county.example"; passkeys are bound to it.
  access::ProviderSignIn* provider = nullptr;  ///< None: the county brings no identity provider.
  ExportProgress* exports = nullptr;           ///< None: nobody is told how far a file is.
};

}  // namespace caregrid::http
