// FHIRPath over texts and phr.fhir's objects.
#include "bind.hpp"
#include "doc.hpp"
#include "held.hpp"
#include "model/model.hpp"
#include "model/reading.hpp"
#include "text.hpp"

#include <phr/fhir/xml_codec.hpp>
#include <phr/fhirpath/expression.hpp>
#include <phr/fhirpath/item.hpp>

#include <pybind11/stl.h>

#include <deque>
#include <exception>

namespace phr::python {

namespace {

using fhirpath::item_kind;

bool is_xml(std::string_view text) { return text.find('<') < text.find('{'); }

fhir::any_resource resource_in(const py::object& given) {
  const json_argument text(given);
  return is_xml(text.text()) ? unwrap(fhir::xml_decode(text.text())) : read_resource(text.text(), false);
}

// Elements that others than the evaluated resource have: kept until the call ends.
// Lifetime: as long as what it gives is used. Threads: with the GIL held. Errors: those of reading.
class kept_elements {
 public:
  [[nodiscard]] fhir::node node_of(const py::object& given) {
    if (given.is_none()) return {};
    if (!py::isinstance<model>(given)) return fhir::node::of(texts_.emplace_back(resource_in(given)));
    const auto& of = objects_.emplace_back(given).cast<const model&>();
    return fhir::node::of(of.type(), of.object());
  }

 private:
  std::deque<fhir::any_resource> texts_;
  std::vector<py::object> objects_;
};

py::object element_of(const fhirpath::value& of) {
  const auto* const node = std::get_if<fhir::node>(&of);
  if (node != nullptr && node->type() != nullptr) {
    return py::module_::import("phr.fhir._element").attr("from_model")(model(std::make_shared<tree>(*node->type(), node->object())));
  }
  std::string json;
  fhirpath::append_json(json, of);
  return dict_of(json);
}

// bool, int, Decimal, str, phr.ucum.Quantity, an object of phr.fhir, or a dict.
py::object python_value(const fhirpath::value& of) {
  const item_kind kind = fhirpath::kind_of(of);
  if (kind == item_kind::element) return element_of(of);
  if (kind == item_kind::type) {
    const auto& type = std::get<fhirpath::type_info>(of);
    return str(type.space + "." + type.name);
  }
  if (kind == item_kind::quantity) {
    const auto measured = fhirpath::as_quantity(of).value();
    return py::module_::import("phr.ucum").attr("Quantity")(py::module_::import("decimal").attr("Decimal")(measured.number.to_string()), measured.unit);
  }
  const std::string text = fhirpath::text_of(of).value_or("");
  if (kind == item_kind::boolean) return py::bool_(text == "true");
  if (kind == item_kind::integer) return py::int_(fhirpath::as_integer(of).value_or(0));
  if (kind == item_kind::decimal) return py::module_::import("decimal").attr("Decimal")(str(text));
  return str(text);
}

py::list python_values(std::span<const fhirpath::value> items) {
  py::list made;
  for (const auto& each : items) made.append(python_value(each));
  return made;
}

// Python functions as a host. What one raises is kept, and raised when the evaluation has ended.
// Lifetime: of one call. Threads: takes the GIL where it needs it. Errors: see raised().
class python_host final : public fhirpath::host {
 public:
  python_host(py::object resolve, py::object member_of, py::object trace) : resolve_(std::move(resolve)), member_of_(std::move(member_of)), trace_(std::move(trace)) {}

  fhir::node resolve(std::string_view reference) override {
    fhir::node found;
    ask(resolve_, [&](const py::object& call) { found = kept_.node_of(call(str(reference))); });
    return found;
  }
  std::optional<bool> member_of(std::string_view value_set, std::string_view system, std::string_view code) override {
    std::optional<bool> is;
    ask(member_of_, [&](const py::object& call) { is = call(str(value_set), str_or_none(system), str(code)).cast<std::optional<bool>>(); });
    return is;
  }
  void trace(std::string_view name, std::span<const fhirpath::value> items) override {
    ask(trace_, [&](const py::object& call) { call(str(name), python_values(items)); });
  }
  void finish() const {
    if (raised_) std::rethrow_exception(raised_);
  }
  [[nodiscard]] kept_elements& kept() noexcept { return kept_; }

 private:
  template <class Use>
  void ask(const py::object& call, Use&& use) {
    if (call.is_none() || raised_) return;
    const py::gil_scoped_acquire locked;
    try {
      use(call);
    } catch (...) {
      raised_ = std::current_exception();
    }
  }

  py::object resolve_;
  py::object member_of_;
  py::object trace_;
  kept_elements kept_;
  std::exception_ptr raised_;
};

// The name of a constant, and the kind and text of each of its items.
using constant_rows = std::vector<std::pair<std::string, std::vector<std::pair<int, std::string>>>>;

// What is around one evaluation. Lifetime: of one call. Threads: made with the GIL held. Errors: those of a constant.
class surroundings {
 public:
  surroundings(const constant_rows& constants, const py::object& resource, std::string now, std::tuple<std::uint64_t, std::uint64_t, std::uint64_t> most, py::object resolve,
               py::object member_of, py::object trace)
      : host_(std::move(resolve), std::move(member_of), std::move(trace)), rows_(constants), now_(std::move(now)) {
    for (const auto& [name, items] : rows_) {
      auto& made = constants_.emplace_back(fhirpath::constant{name, {}});
      for (const auto& [kind, text] : items) made.items.push_back(unwrap(fhirpath::item_of(static_cast<item_kind>(kind), text)));
    }
    unwrap(fhirpath::check_now(now_));
    const fhirpath::evaluation_limits defaults;
    const auto [steps, count, bytes] = most;
    with_ = {.resource = host_.kept().node_of(resource), .constants = constants_, .host = &host_, .now = now_,
             .most = {steps == 0 ? defaults.steps : steps, count == 0 ? defaults.items : count, bytes == 0 ? defaults.text_bytes : bytes}};
  }
  surroundings(const surroundings&) = delete;
  surroundings& operator=(const surroundings&) = delete;

  // take(found) of run(item, environment), where run evaluates without the GIL, if it can, and take has it.
  template <class Run, class Take>
  py::object use(const py::object& given, Run run, Take take) {
    const auto ended = [&](auto found) {
      host_.finish();
      return take(unwrap(std::move(found)));
    };
    if (py::isinstance<model>(given)) {  // others may change it meanwhile
      const auto& of = given.cast<const model&>();
      return ended(run(fhirpath::value(fhir::node::of(of.type(), of.object())), with_));
    }
    const json_argument text(given);
    if (is_xml(text.text())) {
      const fhir::any_resource read = unwrap(fhir::xml_decode(text.text()));
      return ended(run(fhirpath::value(fhir::node::of(read)), with_));
    }
    fhir::json::document document;
    return ended([&] {
      const unlocked work;
      unwrap(document.parse(text.text()));
      return run(fhirpath::value(fhirpath::json_element::of(document.root())), with_);
    }());
  }

 private:
  python_host host_;
  constant_rows rows_;
  std::string now_;
  std::vector<fhirpath::constant> constants_;
  fhirpath::environment with_;
};

template <class Run, class Take>
auto call_of(Run run, Take take) {
  return [run, take](const fhirpath::expression& self, const py::object& on, const constant_rows& constants, const py::object& resource, std::string now,
                     std::tuple<std::uint64_t, std::uint64_t, std::uint64_t> most, py::object resolve, py::object member_of, py::object trace) {
    surroundings around(constants, resource, std::move(now), most, std::move(resolve), std::move(member_of), std::move(trace));
    return around.use(on, [&](const fhirpath::value& item, const fhirpath::environment& with) { return run(self, item, with); }, take);
  };
}

}  // namespace

void bind_fhirpath(py::module_& m) {
  using fhirpath::expression;
  const auto evaluate = call_of([](const expression& self, const fhirpath::value& on, const fhirpath::environment& with) { return self.evaluate(fhirpath::collection{on}, with); },
                                [](const fhirpath::collection& found) -> py::object { return python_values(found); });
  const auto test = call_of([](const expression& self, const fhirpath::value& on, const fhirpath::environment& with) { return self.test(on, with); },
                            [](const std::optional<bool>& is) { return py::cast(is); });
  py::class_<expression>(m, "CompiledPath", doc("CompiledPath"))
      .def("evaluate", evaluate, py::arg("on"), py::arg("constants"), py::arg("resource"), py::arg("now"), py::arg("most"), py::arg("resolve"), py::arg("member_of"),
           py::arg("trace"), doc("CompiledPath.evaluate"))
      .def("test", test, py::arg("on"), py::arg("constants"), py::arg("resource"), py::arg("now"), py::arg("most"), py::arg("resolve"), py::arg("member_of"), py::arg("trace"),
           doc("CompiledPath.test"))
      .def("explain", &expression::explain)
      .def("text", &expression::text)
      .def("roots", [](const expression& self) -> py::object {
        const auto roots = self.roots();
        if (!roots) return py::none();
        return py::cast(std::vector<std::string_view>(roots->begin(), roots->end()));
      }, doc("CompiledPath.roots"));
  m.def("compile_path", [](std::string_view text, std::string_view type, bool check, bool check_order) {
    return unwrap(expression::compile(text, {.type = type, .check = check, .check_order = check_order}));
  }, py::arg("text"), py::arg("type"), py::arg("check"), py::arg("check_order"), doc("compile_path"));
}

}  // namespace phr::python
