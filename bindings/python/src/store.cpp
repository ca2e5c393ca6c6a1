// Opening and closing a store, its keys, and what is known of it.
#include "bind.hpp"
#include "counts.hpp"
#include "doc.hpp"
#include "handles.hpp"
#include "keys.hpp"
#include "text.hpp"
#include "value.hpp"
#include "watcher.hpp"

namespace phr::python {

template <>
struct members<store_info> {
  static constexpr auto of = std::tuple(&store_info::file_bytes, &store_info::page_bytes, &store_info::format_version, &store_info::slots, &store_info::counts, &store_info::full_text);
};

void open_store::close() {
  const unlocked work;
  result<void> closed = success();
  core.end([&](store& in) {
    for (const auto& each : given_) {
      if (const auto made = each.lock()) made->end();
    }
    closed = in.close();
  });
  unwrap(closed);
}

void open_store::note(const std::shared_ptr<given_out>& made) {
  core.alone([&](store&) {
    std::erase_if(given_, [](const auto& each) { return each.expired(); });
    given_.push_back(made);
  });
}

std::shared_ptr<open_rows> open_store::adopt(const std::shared_ptr<open_store>& self, views::stream made, std::shared_ptr<turn> by) {
  const auto handle = std::make_shared<open_rows>(self, nullptr, std::move(made), std::move(by));
  note(handle);
  return handle;
}

namespace {

std::shared_ptr<open_store> open(const py::object& path, const key_arguments& key, store_options options, const py::object& wanted) {
  const std::string where = path_of(path);
  const secret with = secret_of(key);
  watcher watch(wanted);
  options.watch = progress(watch);
  return watch.over([&] {
    const unlocked work;
    return std::make_shared<open_store>(std::visit([&](const auto& secret) { return unwrap(store::open(where, secret, options)); }, with));
  });
}

py::str add_recovery_code(open_store& in, const py::object& given) {
  const auto code = unwrap(given.is_none() ? recovery_code::generate() : recovery_code::parse(view_of(given)));
  in.core.with([&](store& to) { return to.add_recovery_code(code); });
  const auto printed = unwrap(code.text());
  return str(as_text(printed.view()));
}

py::dict counts_of(const store_info& about) {
  py::dict counts;
  for (const auto& each : about.counts) counts[str(each.type)] = each.count;
  return counts;
}

py::list slots_of(const store_info& about) {
  py::list slots;
  for (const auto each : about.slots) slots.append(str(slot_name(each)));
  return slots;
}

store_info info_of(open_store& in) {
  return in.core.with([](const store& core) { return core.info(); });
}

void bind_info(py::module_& m) {
  py::class_<store_info> of(m, "StoreInfo", doc("StoreInfo"));
  of.def_readonly("file_bytes", &store_info::file_bytes)
      .def_readonly("page_bytes", &store_info::page_bytes)
      .def_readonly("format_version", &store_info::format_version)
      .def_property_readonly("slots", &slots_of, doc("StoreInfo.slots"))
      .def_property_readonly("counts", &counts_of, doc("StoreInfo.counts"))
      .def_readonly("full_text", &store_info::full_text, doc("StoreInfo.full_text"))
      .def("__repr__", shown("info_repr"))
      .def("_repr_html_", shown("info_html"));
  is_value(of);
}

void bind_keys(py::class_<open_store, std::shared_ptr<open_store>>& of) {
  of.def("add_passphrase",
         [](open_store& in, const py::object& passphrase, const py::object& argon2) {
           const crypto::passphrase typed(view_of(passphrase));
           in.core.with([&, cost = cost_of(argon2)](store& to) { return to.add_passphrase(typed, cost); });
         },
         py::arg("passphrase"), py::kw_only(), py::arg("argon2") = py::none(), doc("Store.add_passphrase"));
  of.def("add_host_key",
         [](open_store& in, const py::bytes& host_key) {
           const auto key = unwrap(secret_key::from(as_bytes(view_of(host_key))));
           in.core.with([&](store& to) { return to.add_host_key(key); });
         },
         py::arg("host_key"), doc("Store.add_host_key"));
  of.def("add_recovery_code", &add_recovery_code, py::arg("code") = py::none(), doc("Store.add_recovery_code"));
  of.def("remove_slot",
         [](open_store& in, std::size_t slot) { in.core.with([&](store& to) { return to.remove_slot(slot); }); },
         py::arg("slot"), doc("Store.remove_slot"));
}

}  // namespace

void bind_store(py::module_& m) {
  bind_info(m);
  py::class_<open_store, std::shared_ptr<open_store>> of(m, "Store", doc("Store"));
  of.def("close", &open_store::close, doc("Store.close"));
  of.def("suspend",
         [](open_store& in, int wait_milliseconds, bool cancel_running) {
           in.core.with([&](store& of_it) { return of_it.suspend({wait_milliseconds, cancel_running}); });
         },
         py::kw_only(), py::arg("wait_milliseconds") = 5000, py::arg("cancel_running") = false, doc("Store.suspend"));
  of.def("resume", [](open_store& in) { in.core.with([](store& of_it) { return of_it.resume(); }); }, doc("Store.resume"));
  of.def("__enter__", [](const std::shared_ptr<open_store>& in) { return in; });
  of.def("__exit__", [](open_store& in, const py::args&) { in.close(); });
  of.def_property_readonly("closed", [](const open_store& in) { return in.core.ended(); });
  of.def_property_readonly("info", &info_of, doc("Store.info"));
  of.def("__repr__", shown("store_repr"));
  is_handle(of, "a phr.Store is a file that this process has open: open it where it is needed");
  of.def("session", &session_of, py::arg("principal") = "owner", py::kw_only(), py::arg("purpose") = "PATRQT",
         py::arg("now") = py::none(), py::arg("acting_for") = py::tuple(), doc("Store.session"));
  bind_keys(of);
  m.def("open_store",
        [](const py::object& path, const py::object& passphrase, const py::object& host_key,
           const py::object& recovery_code, bool create, const py::object& argon2, std::uint32_t page_bytes,
           int busy_milliseconds, bool use_spare_header, const py::object& wanted, bool read_only) {
          return open(path, {passphrase, host_key, recovery_code},
                      {create, busy_milliseconds, cost_of(argon2), page_bytes, use_spare_header, {}, read_only}, wanted);
        },
        py::arg("path"), py::arg("passphrase"), py::arg("host_key"), py::arg("recovery_code"), py::arg("create"),
        py::arg("argon2"), py::arg("page_bytes"), py::arg("busy_milliseconds"), py::arg("use_spare_header"), py::arg("progress"), py::arg("read_only"));
}

}  // namespace phr::python
