// Views and their rows.
#include "moment.hpp"
#include "structs.hpp"

#include <phr/views/stream.hpp>
#include <phr/views/text.hpp>

using namespace phr::c;
namespace views = phr::views;
using phr::result;

namespace {

result<views::stream_options> options_of(const phr_view_options& known) {
  views::stream_options made;
  PHR_TRY(made.run.now, text(known.now, "now"));
  PHR_TRY(phr::fhirpath::check_now(made.run.now));
  if (known.most_rows != 0) made.run.rows = known.most_rows;
  if (known.most_steps != 0) made.run.steps = known.most_steps;
  if (known.batch_rows != 0) made.batch_rows = known.batch_rows;
  if (known.batch_bytes != 0) made.batch_bytes = known.batch_bytes;
  made.decimals_as_text = known.decimals_as_text != 0;
  return made;
}

result<std::vector<std::string>> paths_of(const phr_text* paths, std::size_t count) {
  if (count != 0) PHR_TRY(wanted(paths, "paths"));
  std::vector<std::string> made;
  for (std::size_t at = 0; at < count; ++at) {
    const auto path = path_text(paths[at]);
    if (!path) return path.error().nth(at);
    made.emplace_back(path.value());
  }
  return made;
}

// The rows that are still to be taken.
result<views::stream*> untaken(phr_rows& in) noexcept {
  if (!in.core) return phr::error{phr::errc::invalid_argument}.at("rows that Arrow has");
  return &*in.core;
}

// Every batch as text by append(to, batch), piece by piece, after `first`.
template <class Append>
outcome pieces(phr_rows& in, std::string first, phr_bytes_fn take_bytes, void* user, const watcher& watch, Append append) {
  PHR_TRY(views::stream* const rows, untaken(in));
  std::string piece = std::move(first);
  for (;;) {
    if (!piece.empty()) {
      take_bytes(user, phr::as_bytes(piece).data(), piece.size());
      if (!watch({rows->resources(), 0, "resources"})) return phr::error{phr::errc::cancelled}.at("a view");
    }
    PHR_TRY(const auto found, rows->next(watch));
    if (!found) return {};
    piece.clear();
    append(piece, *found);
  }
}

}  // namespace

phr_status phr_view_compile(phr_text definition, phr_view** view, phr_error* err) noexcept {
  if (view != nullptr) *view = nullptr;
  return guarded(err, [&]() -> outcome {
    PHR_TRY(wanted(view, "view"));
    PHR_TRY(const auto given, text(definition, "definition"));
    PHR_TRY(auto made, views::view::compile(given));
    return give(view, std::move(made));
  });
}

void phr_view_end(phr_view* view) noexcept { end(view); }

phr_text phr_view_name(const phr_view* view) noexcept { return is_valid(view) ? borrow(view->core.name()) : phr_text{nullptr, 0}; }
phr_text phr_view_resource(const phr_view* view) noexcept { return is_valid(view) ? name_of(view->core.resource()) : phr_text{nullptr, 0}; }

phr_status phr_view_explain(const phr_view* view, phr_bytes_fn take_bytes, void* user, phr_error* err) noexcept {
  return with(view, err, [&](const phr_view& in) -> outcome { return hand_out(in.core.explain(), take_bytes, user); });
}

size_t phr_view_columns_count(const phr_view* view) noexcept { return is_valid(view) ? view->core.columns().size() : 0; }

phr_status phr_view_columns_at(const phr_view* view, size_t index, phr_view_column* column, phr_error* err) noexcept {
  return with(view, err, [&](const phr_view& in) -> outcome {
    PHR_TRY(within(index, in.core.columns().size()));
    const views::column& found = in.core.columns()[index];
    phr_view_column known = PHR_VIEW_COLUMN_INIT;
    known.kind = static_cast<phr_column_kind>(found.kind);
    known.name = borrow(found.name);
    known.type = borrow(found.type);
    known.description = borrow(found.description);
    known.collection = found.collection ? 1 : 0;
    return fill(column, known);
  });
}

phr_status phr_view_schema(const phr_view* view, const phr_view_options* options, struct ArrowSchema* schema,
                           phr_error* err) noexcept {
  return with(view, err, [&](const phr_view& in) -> outcome {
    PHR_TRY(wanted(schema, "schema"));
    PHR_TRY(const auto given, take_optional(options));
    PHR_TRY(const auto known, options_of(given));
    in.core.schema_to(*schema, known.decimals_as_text);
    return {};
  });
}

phr_status phr_view_files(const phr_view* view, const phr_text* paths, size_t count, const phr_view_options* options,
                          phr_rows** rows, phr_error* err) noexcept {
  if (rows != nullptr) *rows = nullptr;
  return with(view, err, [&](const phr_view& in) -> outcome {
    PHR_TRY(wanted(rows, "rows"));
    PHR_TRY(const auto given, take_optional(options));
    PHR_TRY(const auto known, options_of(given));
    PHR_TRY(const auto files, paths_of(paths, count));
    return give(rows, views::stream(in.core, views::files(files), known));
  });
}

phr_status phr_view_text(const phr_view* view, phr_text text_in, const phr_view_options* options, phr_rows** rows,
                         phr_error* err) noexcept {
  if (rows != nullptr) *rows = nullptr;
  return with(view, err, [&](const phr_view& in) -> outcome {
    PHR_TRY(wanted(rows, "rows"));
    PHR_TRY(const auto given, take_optional(options));
    PHR_TRY(const auto known, options_of(given));
    PHR_TRY(const auto resources, text(text_in, "text"));
    return give(rows, views::stream(in.core, views::texts(resources), known));
  });
}

phr_status phr_session_view(phr_session* session, const phr_view* view, phr_text where, const phr_view_options* options,
                            phr_rows** rows, phr_error* err) noexcept {
  if (rows != nullptr) *rows = nullptr;
  return with(session, err, [&](phr_session& in) -> outcome {
    PHR_TRY(wanted(rows, "rows"));
    if (!is_valid(view)) return because(PHR_INVALID_HANDLE, "view");
    PHR_TRY(const auto given, take_optional(options));
    PHR_TRY(const auto known, options_of(given));
    PHR_TRY(const auto criteria, text(where, "where"));
    phr::moment as_of;
    PHR_TRY(read_moment(given.as_of, as_of));
    PHR_TRY(auto made, in.core.view(view->core, criteria, known, as_of));
    return give(rows, std::move(made));
  });
}

void phr_rows_end(phr_rows* rows) noexcept { end(rows); }

uint64_t phr_rows_resources(const phr_rows* rows) noexcept { return is_valid(rows) && rows->core ? rows->core->resources() : 0; }
size_t phr_rows_file(const phr_rows* rows) noexcept { return is_valid(rows) && rows->core ? rows->core->file() : 0; }

phr_status phr_rows_arrow(phr_rows* rows, struct ArrowArrayStream* stream, phr_error* err) noexcept {
  return with(rows, err, [&](phr_rows& in) -> outcome {
    PHR_TRY(wanted(stream, "stream"));
    PHR_TRY(views::stream* const found, untaken(in));
    std::move(*found).move_to(*stream);
    in.core.reset();
    return {};
  });
}

phr_status phr_rows_csv(phr_rows* rows, phr_bytes_fn take_bytes, void* user, phr_progress_fn watch, void* watch_user,
                        phr_error* err) noexcept {
  return with(rows, err, [&](phr_rows& in) -> outcome {
    PHR_TRY(wanted(take_bytes, "take"));
    PHR_TRY(const views::stream* const found, untaken(in));
    return pieces(in, views::csv_header(found->of()), take_bytes, user, watcher(watch, watch_user), [](std::string& to, const views::batch& some) { views::append_csv(to, some); });
  });
}

phr_status phr_rows_ndjson(phr_rows* rows, phr_bytes_fn take_bytes, void* user, phr_progress_fn watch, void* watch_user,
                           phr_error* err) noexcept {
  return with(rows, err, [&](phr_rows& in) -> outcome {
    PHR_TRY(wanted(take_bytes, "take"));
    PHR_TRY(const views::stream* const found, untaken(in));
    return pieces(in, {}, take_bytes, user, watcher(watch, watch_user), [&](std::string& to, const views::batch& some) { views::append_ndjson(to, found->of(), some); });
  });
}

static_assert(static_cast<int>(views::column_kind::text) == PHR_COLUMN_TEXT && static_cast<int>(views::column_kind::boolean) == PHR_COLUMN_BOOLEAN &&
              static_cast<int>(views::column_kind::int32) == PHR_COLUMN_INT32 && static_cast<int>(views::column_kind::int64) == PHR_COLUMN_INT64 &&
              static_cast<int>(views::column_kind::decimal) == PHR_COLUMN_DECIMAL && static_cast<int>(views::column_kind::float64) == PHR_COLUMN_FLOAT64 &&
              static_cast<int>(views::column_kind::date) == PHR_COLUMN_DATE && static_cast<int>(views::column_kind::timestamp) == PHR_COLUMN_TIMESTAMP);
