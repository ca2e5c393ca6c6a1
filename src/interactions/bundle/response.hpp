// Bundles that answer: of history, of searches, of batches and transactions.
#pragma once

#include <phr/core/error.hpp>
#include <phr/interactions/history.hpp>
#include <phr/store/record.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace phr::bundles {

// HTTP's status for what came of an interaction: "201 Created", "412 Precondition Failed".
[[nodiscard]] std::string_view status_of(const error& problem) noexcept;
[[nodiscard]] std::string_view status_of(write_kind done) noexcept;

// An OperationOutcome: the kind of issue, and the error's own line, which holds nothing of a record.
[[nodiscard]] std::string outcome_of(const error& problem);

// W/"3"
[[nodiscard]] std::string etag(std::uint32_t version);

// What stands in Bundle.entry.response. Empty ones are left out.
struct response {
  std::string_view status;
  std::string location;
  std::optional<std::uint32_t> version;
  std::optional<std::int64_t> updated;
  std::string outcome;  // an OperationOutcome
};
void append_response(std::string& out, const response& from);

// {"resourceType":"Bundle","type":"...","entry":[ and the end of it; entries are appended with commas between them.
class bundle_text {
 public:
  explicit bundle_text(std::string_view type);
  // Before the entries. `next` is the URL of the next page.
  void link_next(std::string_view url);
  // The entry's members are given by their texts; empty ones are left out.
  void entry(std::string_view resource, std::string_view request, std::string_view response, std::string_view full_url = {});
  [[nodiscard]] std::string finish();

 private:
  std::string out_;
  bool any_ = false;
};

// One version as an entry of a history.
void append_version(bundle_text& to, const record& version);

}  // namespace phr::bundles
