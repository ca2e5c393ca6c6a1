#include <phr/views/run.hpp>

#include "views/columns/batch_state.hpp"
#include "views/run/producer.hpp"

namespace phr::views {

namespace json = fhir::json;

struct run::state {
  state(const view& given, const run_options& options) : of(given), rows(given.compiled(), options) { begin(); }

  view of;
  producer rows;
  json::document document;
  batch::state made;
  std::uint64_t resources = 0;

  void begin() {
    made = {};
    for (const column& each : of.columns()) made.columns.emplace_back(each.kind, each.collection);
  }

  // The rows of a resource into the columns; all of them or none.
  [[nodiscard]] result<void> keep(const block& found) {
    const std::size_t width = made.columns.size();
    for (std::size_t column = 0; column < width; ++column) {
      for (std::size_t row = 0; row < found.rows; ++row) {
        const auto kept = keep(found.cells[row * width + column], made.columns[column]);
        if (kept) continue;
        for (column_builder& each : made.columns) each.shrink(made.rows);
        return kept.error().nth(column);
      }
    }
    made.rows += found.rows;
    return success();
  }

  [[nodiscard]] result<void> keep(const cell& of_row, column_builder& to) const {
    const cell_memory& memory = rows.memory();
    if (!to.is_list()) return append(of_row, memory, to);
    for (std::uint32_t item = 0; item < of_row.size && of_row.is == cell::form::list; ++item) PHR_TRY(append(memory.items[of_row.begin + item], memory, to));
    to.end_row(of_row.is == cell::form::list);
    return success();
  }
};

run::run(const view& of, const run_options& options) : state_(new state(of, options)) {}
run::run(run&&) noexcept = default;
run& run::operator=(run&&) noexcept = default;
run::~run() = default;

result<void> run::add(std::string_view text) {
  PHR_TRY(state_->document.parse_members(text, state_->of.compiled().member_keys));
  return add(state_->document.root());
}

result<void> run::add(const json::value& resource) {
  state& mine = *state_;
  static const json::key type_name("resourceType");
  const json::value type = resource[type_name];
  if (!type.is_string()) return resource.locate(error{type ? errc::wrong_type : errc::missing_element}.at("resourceType"));
  if (type.raw_text() != fhir::name(mine.of.resource())) return success();
  // What stands beside primitives is seldom there, and then for the evaluator.
  PHR_TRY(const bool passed, mine.rows.run(resource, resource.owner()->has_siblings()));
  ++mine.resources;
  return passed ? mine.keep(mine.rows.rows()) : success();
}

std::size_t run::rows() const noexcept { return state_->made.rows; }

std::size_t run::bytes() const noexcept {
  std::size_t bytes = 0;
  for (const column_builder& each : state_->made.columns) bytes += each.text_bytes();
  return bytes;
}

std::uint64_t run::resources() const noexcept { return state_->resources; }

batch run::take() {
  owned<batch::state> made(new batch::state(std::move(state_->made)));
  state_->begin();
  // The next batch is most likely as large: growing step by step would touch twice the memory.
  for (std::size_t at = 0; at < made->columns.size(); ++at) state_->made.columns[at].reserve_as(made->columns[at]);
  return batch(std::move(made));
}

}  // namespace phr::views
