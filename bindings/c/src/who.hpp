// Who asks and why, of the caller, as the core takes it.
#pragma once

#include "structs.hpp"

#include <phr/access/principal.hpp>
#include <phr/access/purpose.hpp>
#include <phr/session.h>

namespace phr::c {

[[nodiscard]] result<access::principal> principal_of(const phr_session_options& from);
// patient_request where none is given.
[[nodiscard]] result<access::purpose> purpose_of(const phr_session_options& from);

}  // namespace phr::c
