// Collecting what is found.
#pragma once

#include "validate/place.hpp"

#include <phr/validate/outcome.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace phr::validate {

class findings {
 public:
  explicit findings(outcome& into) noexcept : into_(into) {}

  issue& add(severity how_bad, issue_type type, const place& at, std::string message, std::string_view rule = {}) {
    into_.issues.push_back({how_bad, type, std::move(message), at.path(), at.json_path(), rule, std::string(profile), 0, 0});
    return into_.issues.back();
  }
  issue& error(issue_type type, const place& at, std::string message, std::string_view rule = {}) {
    return add(severity::error, type, at, std::move(message), rule);
  }
  issue& warning(issue_type type, const place& at, std::string message, std::string_view rule = {}) {
    return add(severity::warning, type, at, std::move(message), rule);
  }
  [[nodiscard]] std::size_t size() const noexcept { return into_.issues.size(); }

  std::string_view profile;  // by which is being checked

 private:
  outcome& into_;
};

}  // namespace phr::validate
