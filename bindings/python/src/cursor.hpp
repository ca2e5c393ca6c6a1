// Cursors of the core as Python holds them.
#pragma once

#include "as_of.hpp"
#include "bind.hpp"

#include <memory>
#include <utility>

namespace phr::python {

// Lifetime: keeps its session object, with which it ends. Threads: shared. Errors: see held.
struct one_cursor {
  std::shared_ptr<open_session> by;
  std::shared_ptr<open_handle<cursor>> core;
  py::object progress;  // what each portion's work is told to
};
[[nodiscard]] one_cursor begun(const std::shared_ptr<open_session>& by, cursor made, const shared_moment& at, py::object progress);

template <class Row>
struct row_iterator {
  std::shared_ptr<open_session> by;
  std::shared_ptr<open_handle<row_cursor<Row>>> core;
};
template <class Row>
[[nodiscard]] row_iterator<Row> begun(const std::shared_ptr<open_session>& by, row_cursor<Row> made, const shared_moment& at) {
  return {by, by->of->adopt(by->of, std::move(made), turn_of(at))};
}

}  // namespace phr::python
