// Views: rows of resources, for Arrow and as text.
#include "as_of.hpp"
#include "bind.hpp"
#include "doc.hpp"
#include "text.hpp"
#include "watcher.hpp"

#include <phr/core/describe.hpp>
#include <phr/fhirpath/item.hpp>
#include <phr/views/arrow.hpp>
#include <phr/views/text.hpp>

#include <pybind11/stl.h>

#include <cerrno>

namespace phr::python {

namespace {

using shared_rows = std::shared_ptr<open_rows>;

// now(), decimals as text, rows of a batch, rows of one resource, steps; none, or 0, is PHR's own.
using given_options = std::tuple<optional_text, bool, std::optional<std::size_t>, std::optional<std::size_t>, std::optional<std::uint64_t>>;

views::stream_options options_of(const given_options& given) {
  const auto& [now, as_text, batch_rows, most_rows, most_steps] = given;
  views::stream_options made;
  if (now) made.run.now = *now;  // the stream keeps it
  unwrap(fhirpath::check_now(made.run.now));
  if (most_rows.value_or(0) != 0) made.run.rows = *most_rows;
  if (most_steps.value_or(0) != 0) made.run.steps = *most_steps;
  if (batch_rows.value_or(0) != 0) made.batch_rows = *batch_rows;
  made.decimals_as_text = as_text;
  return made;
}

shared_rows rows_of_files(const views::view& of, const std::vector<py::object>& paths, const given_options& given) {
  std::vector<std::string> where;
  for (const py::object& each : paths) where.push_back(path_of(each));
  return std::make_shared<open_rows>(nullptr, nullptr, views::stream(of, views::files(where), options_of(given)));
}

shared_rows rows_of_text(const views::view& of, const py::object& given_text, const given_options& given) {
  auto text = std::make_unique<const std::string>(view_of(given_text));
  views::stream rows(of, views::texts(*text), options_of(given));
  return std::make_shared<open_rows>(nullptr, std::move(text), std::move(rows));
}

shared_rows rows_of_session(open_session& in, const views::view& of, std::string_view where, const given_options& given, const shared_moment& at) {
  const views::stream_options options = options_of(given);
  auto rows = as_of(in, at, [&](session& core, const moment& then) { return core.view(of, where, options, then); });
  return in.of->adopt(in.of, std::move(rows), turn_of(at));
}

// The next batch as write(batch) makes it, or None at the end.
template <class Write>
py::object next_piece(const shared_rows& in, const py::object& wanted, Write write) {
  watcher watch(wanted);
  const auto made = watch.over([&] {
    return in->core.with([&](views::stream& rows) -> result<std::optional<std::string>> {
      auto found = rows.next(progress(watch));
      if (!found) return in->failed.emplace(found.error());
      if (!found.value()) return std::optional<std::string>();
      std::string piece;
      write(piece, rows.of(), *found.value());
      return std::optional<std::string>(std::move(piece));
    });
  });
  return made ? py::object(py::bytes(*made)) : py::none();
}

// The rows as Arrow's stream: called by anybody's threads, with the GIL and without.
struct arrow_rows {
  shared_rows of;
  std::string last_error;
};

arrow_rows& held_by(ArrowArrayStream* stream) noexcept { return *static_cast<arrow_rows*>(stream->private_data); }

// work(stream), whose error becomes a number and a text.
template <class Work>
int guarded(ArrowArrayStream* stream, Work&& work) noexcept {
  arrow_rows& mine = held_by(stream);
  try {
    const result<void> ended = [&]() -> result<void> {
      try {
        return mine.of->core.alone(work);
      } catch (const failure& closed) {
        return closed.what;
      }
    }();
    if (ended) return 0;
    mine.last_error = describe(ended.error());
    mine.of->failed.emplace(ended.error());
    return EIO;
  } catch (...) {
    return ENOMEM;
  }
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) noexcept {
  return guarded(stream, [&](views::stream& rows) -> result<void> {
    rows.of().schema_to(*out, rows.decimals_are_text());
    return success();
  });
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) noexcept {
  return guarded(stream, [&](views::stream& rows) -> result<void> {
    PHR_TRY(auto found, rows.next());
    *out = {};
    if (found) std::move(*found).move_to(*out, rows.decimals_are_text());
    return success();
  });
}

const char* get_last_error(ArrowArrayStream* stream) noexcept { return held_by(stream).last_error.empty() ? nullptr : held_by(stream).last_error.c_str(); }

void release(ArrowArrayStream* stream) noexcept {
  delete &held_by(stream);
  stream->release = nullptr;
}

template <class Struct>
py::object capsule_of(std::unique_ptr<Struct> made, const char* name) {
  PyObject* const capsule = PyCapsule_New(made.get(), name, [](PyObject* of) {
    auto* const held = static_cast<Struct*>(PyCapsule_GetPointer(of, PyCapsule_GetName(of)));
    if (held->release != nullptr) held->release(held);
    delete held;
  });
  if (capsule == nullptr) throw py::error_already_set();
  static_cast<void>(made.release());
  return py::reinterpret_steal<py::object>(capsule);
}

py::object arrow_stream_of(const shared_rows& in, const py::object&) {
  auto made = std::make_unique<ArrowArrayStream>();
  *made = {get_schema, get_next, get_last_error, release, new arrow_rows{in, {}}};
  return capsule_of(std::move(made), "arrow_array_stream");
}

py::object arrow_schema_of(const views::view& of, bool decimals_as_text) {
  auto made = std::make_unique<ArrowSchema>();
  of.schema_to(*made, decimals_as_text);
  return capsule_of(std::move(made), "arrow_schema");
}

const char* name_of(views::column_kind kind) noexcept {
  switch (kind) {
    case views::column_kind::text: return "text";
    case views::column_kind::boolean: return "boolean";
    case views::column_kind::int32: return "int32";
    case views::column_kind::int64: return "int64";
    case views::column_kind::decimal: return "decimal";
    case views::column_kind::float64: return "float64";
    case views::column_kind::date: return "date";
    case views::column_kind::timestamp: return "timestamp";
  }
  return "text";
}

py::list columns_of(const views::view& of) {
  py::list made;
  for (const auto& each : of.columns()) made.append(py::make_tuple(each.name, name_of(each.kind), each.collection, str_or_none(each.type), str_or_none(each.description)));
  return made;
}

}  // namespace

void bind_view(py::module_& m) {
  py::class_<views::view>(m, "CompiledView", doc("CompiledView"))
      .def_property_readonly("name", [](const views::view& of) { return str_or_none(of.name()); })
      .def_property_readonly("resource", [](const views::view& of) { return str(of.resource()); })
      .def("columns", &columns_of, doc("CompiledView.columns"))
      .def("explain", &views::view::explain)
      .def("schema", &arrow_schema_of, py::arg("decimals_as_text"), doc("CompiledView.schema"));
  py::class_<open_rows, shared_rows>(m, "TakenRows", doc("TakenRows"))
      .def("csv", [](const shared_rows& in, const py::object& wanted) {
        return next_piece(in, wanted, [](std::string& to, const views::view&, const views::batch& rows) { views::append_csv(to, rows); });
      }, py::arg("progress"), doc("TakenRows.csv"))
      .def("ndjson", [](const shared_rows& in, const py::object& wanted) { return next_piece(in, wanted, views::append_ndjson); }, py::arg("progress"), doc("TakenRows.ndjson"))
      .def("csv_header", [](const shared_rows& in) { return py::bytes(in->core.alone([](const views::stream& rows) { return views::csv_header(rows.of()); })); })
      .def("file", [](const shared_rows& in) { return in->core.alone([](const views::stream& rows) { return rows.file(); }); }, doc("TakenRows.file"))
      .def("failure", [](const shared_rows& in) { return in->failed ? as_exception(*in->failed) : py::none(); }, doc("TakenRows.failure"))
      .def("__arrow_c_stream__", &arrow_stream_of, py::arg("requested_schema") = py::none());
  m.def("compile_view", [](std::string_view definition) { return unwrap(views::view::compile(definition)); }, py::arg("definition"), doc("compile_view"));
  m.def("rows_of_files", &rows_of_files, py::arg("of"), py::arg("paths"), py::arg("options"));
  m.def("rows_of_text", &rows_of_text, py::arg("of"), py::arg("text"), py::arg("options"));
  m.def("rows_of_session", &rows_of_session, py::arg("session"), py::arg("of"), py::arg("where"), py::arg("options"), py::arg("as_of"));
}

void bind_session_view(session_class& of) {
  of.def("view", [](const py::object& in, const py::object& definition, const py::object& where, const optional_text& now, const std::string& decimals,
                    std::optional<std::size_t> batch_rows, std::optional<std::size_t> most_rows, std::optional<std::uint64_t> most_steps,
                    const py::object& at) {
    return py::module_::import("phr._view").attr("of_session")(in, definition, where, now, decimals, batch_rows, most_rows, most_steps, at);
  }, py::arg("definition"), py::arg("where") = py::none(), py::kw_only(), py::arg("now") = py::none(), py::arg("decimals") = "float", py::arg("batch_rows") = py::none(),
     py::arg("most_rows") = py::none(), py::arg("most_steps") = py::none(), py::arg("as_of") = py::none(), doc("Session.view"));
}

}  // namespace phr::python
