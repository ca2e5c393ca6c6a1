// Checking an element by the rules of a profile.
#pragma once

#include "validate/checker.hpp"
#include "validate/profile/definitions.hpp"

#include <set>
#include <utility>
#include <vector>

namespace phr::validate {

// One check of one resource, with all that its profiles lead to.
class profile_check {
 public:
  profile_check(findings& found, const definitions& known) : found_(&found), known_(known) {}

  // Of a whole resource or data type; `url` is known.
  void run(const place& at, const home& in, std::string_view url);

 private:
  using discriminator = fhir::r4::ElementDefinition::Slicing::Discriminator;
  void element(const place& at, const home& in, const element_rules& by);
  void element_in_resource(const place& at, const home& in, const element_rules& by);
  void children(const place& at, const home& in, const element_rules& by);
  void child(const place& at, const home& in, const element_rules& by, const std::vector<fhir::node>& nodes);
  void slices(const place& at, const home& in, const element_rules& by, const std::vector<fhir::node>& nodes);
  void counted(const place& at, const element_rules& by, std::size_t count);

  void values(const place& at, const element_rules& by);
  void binding(const place& at, const element_rules& by);
  void languages(const place& at, const home& in, const element_rules& by);
  void differences(const place& at, const fhir::node& wanted, bool whole);
  void types(const place& at, const home& in, const element_rules& by);
  void target(const place& at, const home& in, const element_rules& by);
  [[nodiscard]] bool conforms(const place& at, const home& in, std::string_view url);

  [[nodiscard]] bool is_of_slice(const place& at, const home& in, const element_rules& slice, const element_rules& sliced);
  enum class verdict { no, yes, nothing };  // nothing: the slice does not say
  [[nodiscard]] verdict by_profile(const std::vector<fhir::node>& nodes, const place& at, const home& in, const element_rules& rules, bool resolved);
  [[nodiscard]] verdict discriminates(const discriminator& by, const place& at, const home& in, const element_rules& slice);
  [[nodiscard]] bool has_values(const fhir::node& of, const element_rules& by, bool& any) const;
  // What a slice says of the element at a discriminator's path; also by a fixed value or pattern of what that is in.
  struct said {
    const element_rules* rules = nullptr;
    fhir::node fixed{};
    fhir::node pattern{};
    bool resolved = false;  // of what a reference leads to
  };
  [[nodiscard]] said rules_at(const element_rules& slice, std::string_view path) const;
  [[nodiscard]] const element_rules* step_into(const element_rules& from, std::string_view step) const;
  [[nodiscard]] std::vector<fhir::node> nodes_at(const fhir::node& from, const home& in, std::string_view path) const;
  [[nodiscard]] const element_rules& with_content(const element_rules& by) const;

  findings* found_;
  const definitions& known_;
  const definition* of_ = nullptr;                               // the one being checked
  std::set<std::pair<const void*, const definition*>> running_;  // so that circles of profiles end
};

}  // namespace phr::validate
