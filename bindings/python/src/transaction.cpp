// Session.transaction: writes that land together at the end of a block.
#include "bind.hpp"
#include "doc.hpp"
#include "table.hpp"
#include "text.hpp"
#include "value.hpp"
#include "watcher.hpp"

#include <phr/session/transaction.hpp>

#include <algorithm>

namespace phr::python {

template <>
struct members<landed_write> {
  static constexpr auto of = std::tuple(&landed_write::type, &landed_write::id, &landed_write::version, &landed_write::created, &landed_write::name);
};

namespace {

// Lifetime: keeps its session; collects between `begin` and `finish`. Threads: shared; nothing is locked while Python code runs. Errors:
// invalid_argument for calls outside the block; see held.
class block {
 public:
  block(std::shared_ptr<open_session> in, py::object wanted) : in_(std::move(in)), wanted_(std::move(wanted)) {}

  void begin() {
    if (begun_) throw failure{error{errc::invalid_argument}.at("a transaction that has begun: make another")};
    begun_ = true;
  }

  // add(transaction), with the GIL released.
  template <class Add>
  auto collect(Add&& add) {
    if (!begun_) throw failure{error{errc::invalid_argument}.at("a transaction outside its with block")};
    return writes_.with([&](transaction& all) {
      auto made = add(all);
      size_ = all.size();
      return made;
    });
  }

  // Lands what has been collected, or drops it.
  void finish(bool land) {
    try {
      if (land) landed_ = landing();
    } catch (...) {
      end();
      throw;
    }
    end();
  }

  [[nodiscard]] const std::vector<landed_write>& landed() const {
    if (!landed_) throw failure{error{errc::invalid_argument}.at("a transaction that has not landed")};
    return *landed_;
  }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] const char* state() const noexcept { return landed_ ? "landed" : writes_.ended() ? "dropped" : begun_ ? "open" : "not begun"; }

 private:
  std::vector<landed_write> landing() {
    watcher watch(wanted_);
    return watch.over([&] {
      return in_->with([&](session& core) { return writes_.alone([&](transaction& all) { return all.land(core, progress(watch)); }); });
    });
  }
  void end() {
    const unlocked work;
    writes_.end();
  }

  std::shared_ptr<open_session> in_;
  py::object wanted_;
  held<transaction> writes_{transaction()};
  std::optional<std::vector<landed_write>> landed_;
  std::atomic<std::size_t> size_ = 0;
  bool begun_ = false;
};

landed_write named(const block& in, std::string_view name) {
  const auto& all = in.landed();
  const auto at = std::find_if(all.begin(), all.end(), [&](const landed_write& each) { return !name.empty() && each.name == name; });
  if (at == all.end()) throw failure{error{errc::not_found}.at("the reference")};
  return *at;
}

py::object reference_of(const landed_write& from) {
  return from.id.empty() ? py::object(py::none()) : py::object(str(std::string(fhir::name(from.type)) + "/" + from.id));
}

using block_class = py::class_<block, std::shared_ptr<block>>;
using version = std::optional<std::uint32_t>;

void bind_writes(block_class& of) {
  of.def("create", [](block& in, const py::object& resource) {
    const json_argument json(resource);
    return in.collect([&](transaction& to) { return to.create(json.text()); });
  }, py::arg("resource"), doc("Transaction.create"));
  of.def("update", [](block& in, const py::object& resource, version if_match) {
    const json_argument json(resource);
    return in.collect([&](transaction& to) { return to.update(json.text(), if_match); });
  }, py::arg("resource"), py::kw_only(), py::arg("if_match") = py::none(), doc("Transaction.update"));
  of.def("delete", [](block& in, std::string_view type, std::string_view id, version if_match) {
    in.collect([&, of_type = type_of(type)](transaction& to) { return to.remove(of_type, id, if_match); });
  }, py::arg("type"), py::arg("id"), py::kw_only(), py::arg("if_match") = py::none(), doc("Transaction.delete"));
  of.def("patch", [](block& in, std::string_view type, std::string_view id, const py::object& patch, version if_match) {
    const json_argument json(patch_of(patch));
    return in.collect([&, of_type = type_of(type)](transaction& to) { return to.patch(of_type, id, json.text(), if_match); });
  }, py::arg("type"), py::arg("id"), py::arg("patch"), py::kw_only(), py::arg("if_match") = py::none(), doc("Transaction.patch"));
}

void bind_conditional_writes(block_class& of) {
  of.def("create_if_none", [](block& in, const py::object& resource, std::string_view criteria) {
    const json_argument json(resource);
    return in.collect([&](transaction& to) { return to.create_if_none(json.text(), criteria); });
  }, py::arg("resource"), py::arg("criteria"), doc("Transaction.create_if_none"));
  of.def("update_where", [](block& in, const py::object& resource, std::string_view criteria, version if_match) {
    const json_argument json(resource);
    return in.collect([&](transaction& to) { return to.update_where(json.text(), criteria, if_match); });
  }, py::arg("resource"), py::arg("criteria"), py::kw_only(), py::arg("if_match") = py::none(), doc("Transaction.update_where"));
  of.def("patch_where", [](block& in, std::string_view query, const py::object& patch, version if_match) {
    const json_argument json(patch_of(patch));
    return in.collect([&](transaction& to) { return to.patch_where(query, json.text(), if_match); });
  }, py::arg("query"), py::arg("patch"), py::kw_only(), py::arg("if_match") = py::none(), doc("Transaction.patch_where"));
  of.def("delete_where", [](block& in, std::string_view query, version if_match) {
    in.collect([&](transaction& to) { return to.remove_where(query, if_match); });
  }, py::arg("query"), py::kw_only(), py::arg("if_match") = py::none(), doc("Transaction.delete_where"));
}

void bind_landed(py::module_& m) {
  py::class_<landed_write> of(m, "Landed", doc("Landed"));
  columns(of, "type", "id", "version", "created");
  of.def_property_readonly("type", type_in(&landed_write::type))
      .def_property_readonly("id", text_in(&landed_write::id), doc("Landed.id"))
      .def_readonly("version", &landed_write::version, doc("Landed.version"))
      .def_readonly("created", &landed_write::created)
      .def_property_readonly("name", text_in(&landed_write::name), doc("Landed.name"))
      .def_property_readonly("reference", &reference_of, doc("Landed.reference"))
      .def("__repr__", shown("landed_repr"));
  is_value(of);
}

}  // namespace

void bind_transaction(py::module_& m) {
  bind_landed(m);
  block_class of(m, "Transaction", doc("Transaction"));
  of.def("__enter__", [](const std::shared_ptr<block>& in) {
    in->begin();
    return in;
  });
  of.def("__exit__", [](block& in, const py::object& kind, const py::args&) { in.finish(kind.is_none()); });
  bind_writes(of);
  bind_conditional_writes(of);
  of.def("__len__", &block::size, doc("Transaction.__len__"));
  of.def_property_readonly("state", &block::state);
  of.def_property_readonly("results", [](const block& in) { return table(in.landed()); }, doc("Transaction.results"));
  of.def("landed", &named, py::arg("name"), doc("Transaction.landed"));
  of.def("__repr__", shown("transaction_repr"));
  is_handle(of, "a phr.Transaction is of a store that this process has open: take its results");
}

void bind_session_transaction(session_class& of) {
  of.def("transaction", [](const std::shared_ptr<open_session>& in, const py::object& wanted) { return std::make_shared<block>(in, wanted); }, py::kw_only(),
         py::arg("progress") = py::none(), doc("Session.transaction"));
}

}  // namespace phr::python
