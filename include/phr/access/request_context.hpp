// Why and when one asks.
#pragma once

#include <phr/access/purpose.hpp>

#include <cstdint>

namespace phr::access {

// What a decision depends on beside the principal. The host fills it in; see clock_now().
// Lifetime: a value. Threads: immutable but for assignment. Errors: none.
struct request_context {
  access::purpose purpose = access::purpose::patient_request;
  std::int64_t now_us = 0;  // microseconds since 1970-01-01T00:00:00Z

  friend constexpr bool operator==(const request_context&, const request_context&) = default;
};

}  // namespace phr::access

namespace phr {
using access::request_context;
}  // namespace phr
