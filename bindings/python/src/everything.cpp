// $everything and $lastn.
#include "cursor.hpp"
#include "doc.hpp"
#include "times.hpp"
#include "text.hpp"
#include "watcher.hpp"

#include <exception>

namespace phr::python {

namespace {

constexpr std::size_t most_held = std::size_t{1} << 20;

// Lines of NDJSON for a Python function that takes bytes, many at once.
// Lifetime: of the call it is for. Threads: made and finished with the GIL held, called without it. Errors: what the function or a signal
// raises ends the reading; finish() raises it.
class line_writer {
 public:
  explicit line_writer(const py::object& write) : write_(write) {
    if (PyCallable_Check(write.ptr()) == 0) throw py::type_error("write is a function that takes bytes");
  }

  bool operator()(std::string_view json) {
    held_.append(json).push_back('\n');
    if (held_.size() < most_held) return true;
    const py::gil_scoped_acquire held;
    return pass();
  }

  // Passes on the rest; raises what was raised.
  void finish() {
    if (!raised_ && !held_.empty()) pass();
    if (raised_) std::rethrow_exception(raised_);
  }
  [[nodiscard]] bool has_raised() const noexcept { return raised_ != nullptr; }

 private:
  bool pass() {
    in_callback = true;
    try {
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
      write_(py::bytes(held_));
    } catch (const py::error_already_set&) {
      raised_ = std::current_exception();
    }
    in_callback = false;
    held_.clear();
    return !raised_;
  }

  py::object write_;
  std::string held_;
  std::exception_ptr raised_;
};

everything_options options_of(const optional_text& patient, const py::object& start, const py::object& end, const py::iterable& types, const py::object& since) {
  everything_options options;
  options.patient = text_given(patient);
  options.start = time_given(start, "start");
  options.end = time_given(end, "end");
  options.since = time_given(since, "since");
  for (const auto& each : types) options.types.push_back(type_of(view_of(each)));
  return options;
}

one_cursor everything_cursor(const std::shared_ptr<open_session>& in, const optional_text& patient, const py::object& start, const py::object& end, const py::iterable& types,
                             const py::object& since, std::uint32_t count, const optional_text& page, const shared_moment& at, const py::object& wanted) {
  const std::string behind = text_given(page);
  everything_options options = options_of(patient, start, end, types, since);
  options.count = count;
  options.page = behind;
  watcher watch(wanted);
  options.watch = progress(watch);
  auto made = watch.over([&] {
    return as_of(*in, at, [&](session& core, const moment& then) {
      options.as_of = then;
      return core.everything_cursor(options);
    });
  });
  return begun(in, std::move(made), at, wanted);
}

std::uint64_t everything_to(open_session& in, const py::object& write, const optional_text& patient, const py::object& start, const py::object& end, const py::iterable& types,
                            const py::object& since, const shared_moment& at) {
  everything_options options = options_of(patient, start, end, types, since);
  line_writer lines(write);
  try {
    const std::uint64_t given = as_of(in, at, [&](session& core, const moment& then) {
      options.as_of = then;
      return core.everything(options, lines);
    });
    lines.finish();
    return given;
  } catch (const failure&) {
    if (lines.has_raised()) lines.finish();
    throw;
  }
}

shared_hits lastn(open_session& in, const optional_text& criteria, std::uint32_t max, const shared_moment& at, const py::object& wanted) {
  watcher watch(wanted);
  auto found = watch.over([&] {
    return as_of(in, at, [&](session& core, const moment& then) { return core.lastn(text_given(criteria), {.max = max, .watch = progress(watch), .as_of = then}); });
  });
  return in.of->adopt(in.of, std::move(found), turn_of(at));
}

}  // namespace

void bind_everything(py::module_& m) {
  m.def("everything_cursor", &everything_cursor, py::arg("session"), py::arg("patient"), py::arg("start"), py::arg("end"), py::arg("types"), py::arg("since"), py::arg("count"),
        py::arg("page"), py::arg("as_of"), py::arg("progress"), doc("everything_cursor"));
}

void bind_session_everything(session_class& of) {
  of.def("everything",
         [](const py::object& in, const py::object& patient, const py::object& start, const py::object& end, const py::iterable& types, const py::object& since,
            std::optional<std::uint32_t> count, const py::object& page, const py::object& at, const py::object& wanted) {
           return streamed("everything")(in, patient, start, end, py::tuple(types), since, count, page, at, wanted);
         },
         py::kw_only(), py::arg("patient") = py::none(), py::arg("start") = py::none(), py::arg("end") = py::none(), py::arg("types") = py::tuple(), py::arg("since") = py::none(),
         py::arg("count") = py::none(), py::arg("page") = py::none(), py::arg("as_of") = py::none(), py::arg("progress") = py::none(), doc("Session.everything"));
  of.def("everything_to", &everything_to, py::arg("write"), py::kw_only(), py::arg("patient") = py::none(), py::arg("start") = py::none(), py::arg("end") = py::none(),
         py::arg("types") = py::tuple(), py::arg("since") = py::none(), py::arg("as_of") = py::none(), doc("Session.everything_to"));
  of.def("lastn",
         [](open_session& in, const optional_text& criteria, std::uint32_t max, const shared_moment& at, const py::object& wanted) {
           return streamed("Hits")(lastn(in, criteria, max, at, wanted));
         },
         py::arg("criteria") = py::none(), py::kw_only(), py::arg("max") = 1, py::arg("as_of") = py::none(), py::arg("progress") = py::none(), doc("Session.lastn"));
}

}  // namespace phr::python
