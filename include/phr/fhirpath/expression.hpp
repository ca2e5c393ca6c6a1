// FHIRPath (N1/2.0.0, with FHIR R4's additions): compile once, evaluate many.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhirpath/environment.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace phr::fhirpath {

struct program;
struct last_step;

struct compile_options {
  // What it will be evaluated on: "Patient", "Observation.component", "Quantity". Where it is named, or the expression itself begins
  // with the name of a type, names that cannot be there are errors; "" and nothing to go by checks nothing.
  std::string_view type = {};
  bool check = true;
  // Whether first(), skip() and the like are errors on collections without an order, such as children().
  bool check_order = false;
  // As SQL on FHIR has it: join() of nothing is "". FHIRPath itself says that it is empty.
  bool joins_nothing = false;
  // The names that %name may have beside FHIR's own; where this is given, others are errors.
  std::optional<std::span<const std::string_view>> constants = std::nullopt;
};

// A compiled expression.
// Lifetime: a value; copies share what is compiled. Threads: immutable: one expression may be evaluated by many threads at once.
// Errors: compile(): with line and column: malformed_query for the syntax, for functions that do not exist and for another number of
// arguments, unknown_element for a name that the type cannot have and for a constant that is not given, wrong_type for a type that does not exist, too_deep and too_large beyond 1 MiB of
// text, 200 parentheses in each other or 2,000 operators in each other. Evaluation: with line and column: invalid_argument for what
// an operator or function does not take, too_large beyond the limits, unsupported for a profile that nobody knows.
class expression {
 public:
  [[nodiscard]] static result<expression> compile(std::string_view text, const compile_options& options = {});
  expression(const expression& other) noexcept;
  expression(expression&& other) noexcept : program_(std::exchange(other.program_, nullptr)) {}
  expression& operator=(const expression& other) noexcept;
  expression& operator=(expression&& other) noexcept;
  ~expression();

  // What it is of an element, in order.
  [[nodiscard]] result<collection> evaluate(const fhir::node& on, const environment& with = plain_environment) const;
  // Of several items, or of none.
  [[nodiscard]] result<collection> evaluate(const collection& on, const environment& with = plain_environment) const;
  [[nodiscard]] result<collection> operator()(const fhir::any_resource& resource, const environment& with = plain_environment) const {
    return evaluate(fhir::node::of(resource), with);
  }
  template <fhir::structured T>
  [[nodiscard]] result<collection> operator()(const T& model, const environment& with = plain_environment) const {
    return evaluate(fhir::node::of(model), with);
  }

  // Of JSON as it stands: nothing is built.
  [[nodiscard]] result<collection> operator()(const fhir::json::document& document, const environment& with = plain_environment) const {
    return evaluate(collection{json_element::of(document.root())}, with);
  }

  // As a condition, for filters and invariants: nullopt where it is empty; one item that is no Boolean is true. Stops as
  // soon as the answer is known. Errors: invalid_argument for several items as well.
  [[nodiscard]] result<std::optional<bool>> test(const fhir::node& on, const environment& with = plain_environment) const;
  [[nodiscard]] result<std::optional<bool>> test(const value& on, const environment& with = plain_environment) const;

  // Calls visitor(const value&) with each item as it is found, without collecting them; a visitor that returns false ends it.
  template <class Visitor>
  [[nodiscard]] result<void> each(const fhir::node& on, Visitor&& visitor, const environment& with = plain_environment) const {
    const value item(on);
    return each({&item, on ? 1U : 0U}, static_cast<Visitor&&>(visitor), with);
  }
  template <class Visitor>
  [[nodiscard]] result<void> each(std::span<const value> on, Visitor&& visitor, const environment& with = plain_environment) const {
    return each_of(on, with, &visitor, [](void* to, const value& item) {
      if constexpr (requires { static_cast<bool>((*static_cast<Visitor*>(to))(item)); }) {
        return static_cast<bool>((*static_cast<Visitor*>(to))(item));
      } else {
        (*static_cast<Visitor*>(to))(item);
        return true;
      }
    });
  }

  // The expression, printed with one blank around operators and only the parentheses that are needed.
  [[nodiscard]] std::string text() const;
  // The compiled program, one line for each step: what it does, and what is known of the types it yields.
  [[nodiscard]] std::string explain() const;
  // What its items can be, as far as it is known: "HumanName", "dateTime", "string or code", FHIRPath's own types with a
  // capital ("Boolean"); "anything" where nothing is known.
  [[nodiscard]] std::string_view types() const noexcept;
  // What a path that ends in the name of an element is without that name; nullopt where it does not end so.
  [[nodiscard]] std::optional<last_step> last_name() const;
  // Whether it names a constant: "rowIndex" for %rowIndex.
  [[nodiscard]] bool names_constant(std::string_view name) const noexcept;
  // The elements of the root that it looks at, by FHIR's names; nullopt where it may look at all of them.
  [[nodiscard]] std::optional<std::span<const std::string_view>> roots() const noexcept;

  [[nodiscard]] const fhirpath::program& compiled() const noexcept { return *program_; }

 private:
  explicit expression(const fhirpath::program* program) noexcept : program_(program) {}
  [[nodiscard]] result<void> each_of(std::span<const value> on, const environment& with, void* visitor, bool (*visit)(void*, const value&)) const;

  const fhirpath::program* program_;  // counted
};

// "Patient.name[0].given" is `given` of `Patient.name[0]`. Lifetime: a value. Threads: immutable.
struct last_step {
  std::optional<expression> of;  // nullopt: what it is evaluated on
  std::string name;
};

}  // namespace phr::fhirpath
