// Selects: items, rows, combinations.
#include "views/run/producer.hpp"

namespace phr::views {

namespace json = fhir::json;

namespace {

constexpr int most_repeats = 64;  // levels of a repeat; JSON itself ends at 128

}  // namespace

producer::producer(const plan& of, const run_options& options)
    : of_(of), most_rows_(options.rows), now_(options.now), constants_(of.constants), blocks_(of.selects), gathered_(of.selects) {
  constants_.push_back({"rowIndex", {std::int64_t{0}}});
  environment_.now = now_;
  environment_.most.steps = options.steps;
}

fhirpath::value producer::item_of(const focus& at) const {
  return at.item ? *at.item : fhirpath::value(fhirpath::json_element(at.json, {}, at.kind, at.type));
}

const fhirpath::environment& producer::around(const focus& at) {
  constants_.back().items[0] = at.row_index;
  environment_.constants = constants_;
  if (environment_.whole == nullptr) root_ = fhirpath::value(fhirpath::json_element::of(resource_));
  environment_.whole = &root_;
  return environment_;
}

result<bool> producer::run(const json::value& resource, bool general) {
  memory_.clear();
  general_ = general;
  resource_ = resource;
  environment_.whole = nullptr;  // made when the evaluator is asked
  const focus root{resource, fhir::element_kind::structure, of_.structure, std::nullopt, 0};
  for (const path_plan& each : of_.where) {
    PHR_TRY(const bool holds, passes(each, root));
    if (!holds) return false;
  }
  if (!select(of_.root, root)) return why_;
  return true;
}

// All rows of a select at one item of its parent.
bool producer::select(const select_plan& of, const focus& at) {
  select_memory& mine = blocks_[of.number];
  mine.made.cells.clear();
  mine.made.rows = 0;
  if (of.kind == iteration::none) return rows_for(of, at);
  mine.items.clear();
  if (of.kind == iteration::repeat) {
    if (!repeat(of, at, mine.items, 0)) return false;
  } else {
    if (!items_of(of.over[0], at, mine.items)) return false;
  }
  if (mine.items.empty() && of.kind == iteration::for_each_or_null) return row_of_nulls(of);
  std::int64_t index = 0;
  for (focus& each : mine.items) {
    each.row_index = index++;
    if (!rows_for(of, each)) return false;
  }
  return true;
}

// At least one row, all of it null: only the index of the row is known, which is 0.
bool producer::row_of_nulls(const select_plan& of) {
  block& made = blocks_[of.number].made;
  made.cells.resize(of.count);
  made.rows = 1;
  for (const column_plan& each : of.columns) {
    if (!each.uses_row_index) continue;
    const focus nothing{};
    auto found = each.value.general.evaluate(fhirpath::collection{}, around(nothing));
    if (!found) return fail(of_path(found.error()).nth(each.index));
    if (found.value().empty()) continue;
    found_.assign(1, cell_of(found.value()[0], memory_));
    if (!gathered(of_.columns[each.index].collection, made.cells[each.index - of.first])) return false;
  }
  return true;
}

// The columns alone.
bool producer::row_of_columns(const select_plan& of, const focus& at, block& to) {
  if (++to.rows > most_rows_) return fail(error{errc::too_large}.at("a view: rows of one resource"));
  const std::size_t begin = to.cells.size();
  to.cells.resize(begin + of.columns.size());
  for (std::size_t each = 0; each < of.columns.size(); ++each) {
    if (!column(of.columns[each], at, to.cells[begin + each])) return false;
  }
  return true;
}

// All parts are evaluated, also beside one without rows: what is wrong with a resource does not depend on the order of the parts.
bool producer::rows_for(const select_plan& of, const focus& at) {
  select_memory& mine = blocks_[of.number];
  if (of.selects.empty() && of.branches.empty()) return row_of_columns(of, at, mine.made);
  mine.row.assign(of.columns.size(), {});
  for (std::size_t each = 0; each < of.columns.size(); ++each) {
    if (!column(of.columns[each], at, mine.row[each])) return false;
  }
  bool any = true;
  for (const select_plan& each : of.selects) {
    if (!select(each, at)) return false;
    any = any && blocks_[each.number].made.rows != 0;
  }
  if (!of.branches.empty()) {
    if (!branches(of, at)) return false;
    any = any && gathered_[of.number].rows != 0;
  }
  return !any || combine(of, !of.branches.empty());
}

bool producer::branches(const select_plan& of, const focus& at) {
  block& made = gathered_[of.number];
  made.cells.clear();
  made.rows = 0;
  for (const select_plan& each : of.branches) {
    if (!select(each, at)) return false;
    const block& rows = blocks_[each.number].made;
    made.cells.insert(made.cells.end(), rows.cells.begin(), rows.cells.end());
    made.rows += rows.rows;
  }
  return true;
}

// Every combination of the rows of the parts; those of the last part change first.
bool producer::combine(const select_plan& of, bool has_branches) {
  select_memory& mine = blocks_[of.number];
  const std::size_t parts = of.selects.size() + (has_branches ? 1 : 0);
  const auto part = [&](std::size_t index) -> const block& { return index < of.selects.size() ? blocks_[of.selects[index].number].made : gathered_[of.number]; };
  mine.place.assign(parts, 0);
  for (;;) {
    if (++mine.made.rows > most_rows_) return fail(error{errc::too_large}.at("a view: rows of one resource"));
    mine.made.cells.insert(mine.made.cells.end(), mine.row.begin(), mine.row.end());
    for (std::size_t each = 0; each < parts; ++each) {
      const block& from = part(each);
      const std::size_t width = from.cells.size() / from.rows;
      const auto begin = from.cells.begin() + static_cast<std::ptrdiff_t>(mine.place[each] * width);
      mine.made.cells.insert(mine.made.cells.end(), begin, begin + static_cast<std::ptrdiff_t>(width));
    }
    std::size_t turn = parts;
    while (turn > 0 && ++mine.place[turn - 1] == part(turn - 1).rows) mine.place[--turn] = 0;
    if (turn == 0) return true;
  }
}

bool producer::items_of(const path_plan& path, const focus& at, std::vector<focus>& to) {
  if (path.path && is_straight(at) && path.path->taken() == fhirpath::json_path::taken_as::itself) {
    const std::size_t before = to.size();
    const bool through = path.path->each(at.json, [&](const json::value& item) {
      if (to.size() - before > most_rows_) return false;
      to.push_back({item, path.path->kind(), path.path->type(), std::nullopt, 0});
      return true;
    });
    if (through) return true;
    to.resize(before);
  }
  const fhirpath::value item = item_of(at);
  const auto ended = path.general.each(
      {&item, 1},
      [&](const fhirpath::value& found) {
        focus made;
        made.item = found;
        if (const auto* const element = std::get_if<fhirpath::json_element>(&found)) {
          made.json = element->value();
          made.kind = element->is_primitive() ? element->kind() : fhir::element_kind::structure;
          made.type = element->type();
        }
        to.push_back(std::move(made));
        return to.size() <= most_rows_;
      },
      around(at));
  return ended || fail(of_path(ended.error()));
}

// Each item of the paths, and after it what the paths find from there.
bool producer::repeat(const select_plan& of, const focus& at, std::vector<focus>& to, int depth) {
  if (depth > most_repeats) return fail(error{errc::too_deep}.at("a view: repeat"));
  for (const path_plan& each : of.over) {
    std::vector<focus> found;
    if (!items_of(each, at, found)) return false;
    for (focus& item : found) {
      to.push_back(item);
      if (to.size() > most_rows_) return fail(error{errc::too_large}.at("a view: rows of one resource"));
      if (!repeat(of, item, to, depth + 1)) return false;
    }
  }
  return true;
}

}  // namespace phr::views
