// Which codes value sets and code systems have.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/any_resource.hpp>

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace phr::validate {

// unknown: not all codes are known (SNOMED CT, LOINC, UCUM, a filter), or the value set itself is not.
enum class membership : std::uint8_t { no, yes, unknown };

// Value sets and code systems by URL; a |version is not compared. What is not here is looked up in the one it stands on.
// Lifetime: owns its texts; stands on another, which outlives it. Threads: shared while nothing is added.
// Errors: load(): invalid_value with the line. All look-ups answer unknown for what is not there.
class terminology {
 public:
  explicit terminology(const terminology* on = nullptr) : on_(on) {}
  terminology(const terminology&) = delete;
  terminology& operator=(const terminology&) = delete;

  // That of R4's own definitions, compiled in; read when it is first asked for.
  [[nodiscard]] static const terminology& r4();

  // The compact table of docs/validation.md.
  result<void> load(std::string text);
  // A ValueSet or CodeSystem; false for another resource. Filters and systems that are not complete make an answer unknown.
  bool add(const fhir::any_resource& resource);

  [[nodiscard]] bool knows(std::string_view value_set) const noexcept { return find(value_set) != nullptr; }
  [[nodiscard]] membership contains(std::string_view value_set, std::string_view system, std::string_view code) const;
  // Of a code element, which names no system.
  [[nodiscard]] membership contains_code(std::string_view value_set, std::string_view code) const;
  // Whether a code system has a code.
  [[nodiscard]] membership system_has(std::string_view system, std::string_view code) const;

 private:
  enum class part : std::uint8_t { all, listed, open };
  struct include {
    part what;
    bool excluded = false;
    std::string_view system;               // "" where value sets alone are named
    std::vector<std::string_view> codes;   // sorted
    std::vector<std::string_view> sets{};  // value sets that it is narrowed to
  };
  struct code_system {
    bool case_sensitive = true;
    std::vector<std::string_view> codes;  // sorted; in lower case where case does not matter
  };

  [[nodiscard]] const std::vector<include>* find(std::string_view value_set) const noexcept;
  [[nodiscard]] const code_system* find_system(std::string_view system) const noexcept;
  [[nodiscard]] membership contains(std::string_view value_set, const std::string_view* system, std::string_view code, int depth) const;
  [[nodiscard]] membership included(const include& by, const std::string_view* system, std::string_view code, int depth) const;
  [[nodiscard]] std::string_view kept(std::string_view text) { return texts_.emplace_back(text); }

  const terminology* on_;
  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, std::vector<include>> sets_;
  std::unordered_map<std::string_view, code_system> systems_;
};

}  // namespace phr::validate
