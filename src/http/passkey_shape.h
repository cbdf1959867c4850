#pragma once

#include <tuple>

#include "access/passkey.h"
#include "core/describe.h"

namespace caregrid::core {

template <>
struct Describe<access::PasskeyAnswer> {
  using It = access::PasskeyAnswer;
  static constexpr std::string_view name = "PasskeyAnswer";
  static constexpr auto fields = std::tuple{
      field("credential", &It::credential, "Credential id, base64url without padding, as all"),
      field("client_data", &It::client_data), field("authenticator_data", &It::authenticator_data),
      field("signature", &It::signature, "Empty when a passkey is made")};
};

}  // namespace caregrid::core
