#pragma once

#include <memory>

#include "intake/target.h"

namespace caregrid::care {

/// Needs of children (kind "need"): one row a child, kind and opening day. Divisions and children
/// must be in before it.
///
/// A row is known again by child, kind and the day it states; what it says otherwise updates the
/// need, but never opens a closed one. Its child is found as `registry::resolve_child` does.
std::unique_ptr<intake::Target> make_need_target();

}  // namespace caregrid::care
