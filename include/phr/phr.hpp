// All of PHR. Start with phr::store::open (phr/session/store.hpp) and phr::session (phr/session/session.hpp).
#pragma once

#include <phr/access/clock.hpp>
#include <phr/access/principal.hpp>
#include <phr/access/purpose.hpp>
#include <phr/core/describe.hpp>
#include <phr/core/progress.hpp>
#include <phr/core/result.hpp>
#include <phr/crypto/recovery_code.hpp>
#include <phr/crypto/secret.hpp>
#include <phr/fhir/resource_type.hpp>
#include <phr/session/session.hpp>
#include <phr/session/store.hpp>
#include <phr/session/transaction.hpp>
