// What a principal may see: consent, compiled for one session at one moment.
#pragma once

#include <phr/access/principal.hpp>
#include <phr/access/purpose.hpp>

#include "store/search/search.hpp"

#include <vector>

namespace phr::sharing {

// Asks the consents of the record. Compiled again only when the record has changed since.
// Lifetime: as its session. Threads: per-thread. Errors: those of reading the consents.
class gate {
 public:
  explicit gate(access::purpose purpose) : purpose_(purpose) {}

  // For the searches and reads of one snapshot. Empty (everything is visible) for the owner.
  [[nodiscard]] result<storage::visibility> open(const access::principal& who, const storage::snapshot& at, std::int64_t now);

 private:
  access::purpose purpose_;
};

}  // namespace phr::sharing
