// $everything and $lastn.
#include "bind.hpp"
#include "doc.hpp"
#include "found.hpp"
#include "moment.hpp"
#include "text.hpp"

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
  options.start = moment_of(start, "start");
  options.end = moment_of(end, "end");
  options.since = moment_of(since, "since");
  for (const auto& each : types) options.types.push_back(type_of(view_of(each)));
  return options;
}

shared_hits everything_page(open_session& in, const optional_text& patient, const py::object& start, const py::object& end, const py::iterable& types, const py::object& since,
                            std::uint32_t count, const optional_text& page, const shared_hits& moment) {
  const std::string behind = text_given(page);
  everything_options options = options_of(patient, start, end, types, since);
  options.count = count;
  options.page = behind;
  return found(in, moment, [&](session& core, const hits* seen) {
    options.moment_of = seen;
    return core.everything(options);
  });
}

std::uint64_t everything_to(open_session& in, const py::object& write, const optional_text& patient, const py::object& start, const py::object& end, const py::iterable& types,
                            const py::object& since) {
  const everything_options options = options_of(patient, start, end, types, since);
  line_writer lines(write);
  try {
    const std::uint64_t given = in.with([&](session& core) { return core.everything(options, lines); });
    lines.finish();
    return given;
  } catch (const failure&) {
    if (lines.has_raised()) lines.finish();
    throw;
  }
}

}  // namespace

void bind_everything(py::module_& m) {
  m.def("everything_page", &everything_page, py::arg("session"), py::arg("patient"), py::arg("start"), py::arg("end"), py::arg("types"), py::arg("since"), py::arg("count"),
        py::arg("page"), py::arg("moment"), doc("everything_page"));
}

void bind_session_everything(session_class& of) {
  of.def("everything",
         [](const py::object& in, const py::object& patient, const py::object& start, const py::object& end, const py::iterable& types, const py::object& since,
            std::optional<std::uint32_t> count, const py::object& page) { return streamed("everything")(in, patient, start, end, py::tuple(types), since, count, page); },
         py::kw_only(), py::arg("patient") = py::none(), py::arg("start") = py::none(), py::arg("end") = py::none(), py::arg("types") = py::tuple(), py::arg("since") = py::none(),
         py::arg("count") = py::none(), py::arg("page") = py::none(), doc("Session.everything"));
  of.def("everything_to", &everything_to, py::arg("write"), py::kw_only(), py::arg("patient") = py::none(), py::arg("start") = py::none(), py::arg("end") = py::none(),
         py::arg("types") = py::tuple(), py::arg("since") = py::none(), doc("Session.everything_to"));
  of.def("lastn",
         [](open_session& in, const optional_text& criteria, std::uint32_t max) {
           return streamed("Hits")(in.of->adopt(in.of, in.with([&](session& core) { return core.lastn(text_given(criteria), {.max = max}); })));
         },
         py::arg("criteria") = py::none(), py::kw_only(), py::arg("max") = 1, doc("Session.lastn"));
}

}  // namespace phr::python
