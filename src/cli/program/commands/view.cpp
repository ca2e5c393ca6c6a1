#include "cli/program/commands/commands.hpp"

#include "cli/program/documents.hpp"
#include "cli/program/output.hpp"
#include "cli/program/table.hpp"
#include "cli/program/terminal.hpp"
#include "core/platform/file.hpp"

#include <phr/core/date_time.hpp>
#include <phr/core/describe.hpp>
#include <phr/views/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace phr::cli {

namespace {

struct view_given {
  store_options_given store;
  std::vector<std::string> operands;  // VIEW FILE..., or STORE VIEW
  std::string where;
  std::string output = "-";
  std::string format;
  std::uint64_t most = 0;
  bool explain = false;
};

enum class row_format : std::uint8_t { csv, ndjson, table };

constexpr std::uint64_t most_in_table = 1000;  // where nothing else is asked for: a table is made when all of it is known

// What the operands mean: a store is known by its first bytes, and by its name where it cannot be read.
struct operands {
  bool of_store = false;
  std::string definition;
  std::vector<std::string> files;
};

bool is_store(const std::string& path) {
  std::uint8_t first[4] = {};
  const auto file = platform::file::open(path, platform::file_access::read, "the store");
  if (file) static_cast<void>(file.value().read_at(first, 0, "the store"));
  return as_text(first) == "\x89PHR" || path.ends_with(".phr");
}

result<operands> operands_of(const view_given& given) {
  operands made;
  made.of_store = is_store(given.operands[0]);
  const std::size_t at = made.of_store ? 1 : 0;
  if (given.operands.size() <= at) return error{errc::invalid_argument}.at("the ViewDefinition is missing, behind the store");
  made.definition = given.operands[at];
  made.files.assign(given.operands.begin() + static_cast<std::ptrdiff_t>(at) + 1, given.operands.end());
  if (made.of_store && !made.files.empty()) return error{errc::invalid_argument}.at("a store and files at once");
  if (!made.of_store && !given.where.empty()) return error{errc::invalid_argument}.at("--where: for a store");
  if (!made.of_store && made.files.empty() && !given.explain) return error{errc::invalid_argument}.at("a file is missing; - is standard input");
  return made;
}

result<row_format> format_of(const view_given& given) {
  const std::string& name = given.format;
  if (!name.empty()) return name == "csv" ? row_format::csv : name == "table" ? row_format::table : row_format::ndjson;
  if (given.store.json) return row_format::ndjson;
  if (given.output == "-") return is_terminal(standard_stream::output) ? row_format::table : row_format::csv;
  if (given.output.ends_with(".csv")) return row_format::csv;
  if (given.output.ends_with(".ndjson") || given.output.ends_with(".jsonl")) return row_format::ndjson;
  return error{errc::invalid_argument}.at("-o: a name that ends with .csv or .ndjson, or --format");
}

// The error without where it is, which stands in front of its line.
std::string plainly(const error& why) { return describe(error{why.code()}.at(why.place())); }

void tell(const std::string& path, const error& why, const std::string& column = {}) {
  const std::string place = why.line() == 0 ? "" : fmt::format(":{}:{}", why.line(), std::max(why.column(), 1U));
  std::fprintf(stderr, "%s%s: %s%s\n", shown(path).c_str(), place.c_str(), column.empty() ? "" : ("column " + shown(column) + ": ").c_str(), plainly(why).c_str());
}

// The one JSON text of a file, on the lines where it stands there.
result<std::string> text_of(const std::string& path) {
  std::string made;
  bool second = false;
  PHR_TRY(read_documents(path, [&](const document& text) {
    second = !made.empty();
    if (!second) made = std::string(text.line - 1, '\n') + std::string(text.text);
    return !second;
  }));
  if (second) return error{errc::malformed_json}.at("a ViewDefinition: several JSON texts");
  return made;
}

// The end of the first `most` rows of a text: line ends in quotes are CSV's own.
std::size_t end_of_rows(std::string_view text, std::uint64_t most, bool csv) {
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (csv && text[at] == '"') quoted = !quoted;
    if (text[at] == '\n' && !quoted && --most == 0) return at + 1;
  }
  return text.size();
}

// One run: a stream of rows into an output.
class viewing {
 public:
  viewing(const view_given& given, const views::view& of, views::stream rows, row_format format, output to)
      : given_(given), of_(of), rows_(std::move(rows)), format_(format), to_(std::move(to)), table_(headings()),
        left_(given.most != 0 ? given.most : format == row_format::table ? most_in_table : UINT64_MAX) {}

  [[nodiscard]] std::size_t file() const noexcept { return rows_.file(); }

  // Whether an error of run() is of the rows; else it is of the output.
  [[nodiscard]] bool stopped_by_rows() const noexcept { return stopped_by_rows_; }

  result<void> run() {
    {
      progress_bar bar("reading");  // gone before a table is shown
      PHR_TRY(all_rows(bar));
    }
    if (format_ == row_format::table) PHR_TRY(to_.write(table_.text()));
    PHR_TRY(to_.end());
    if (cut_ && given_.most == 0) std::fprintf(stderr, "phr: the first %llu rows; --most gives more, --format csv all\n", static_cast<unsigned long long>(most_in_table));
    return success();
  }

 private:
  [[nodiscard]] std::vector<table::column> headings() const {
    std::vector<table::column> made;
    for (const views::column& each : of_.columns()) {
      const bool is_text = each.collection || each.kind == views::column_kind::text || each.kind == views::column_kind::date || each.kind == views::column_kind::timestamp;
      made.push_back({each.name, is_text ? table::side::left : table::side::right});
    }
    return made;
  }

  [[nodiscard]] result<void> all_rows(const progress& watch) {
    bool begun = format_ != row_format::csv;
    while (!cut_ && (left_ > 0 || given_.most == 0)) {
      const auto found = rows_.next(watch);
      stopped_by_rows_ = !found;
      if (!found) return found.error();
      if (!begun) PHR_TRY(to_.write(views::csv_header(of_)));
      begun = true;
      if (!found.value()) return success();
      PHR_TRY(take(*found.value()));
    }
    return success();
  }

  [[nodiscard]] result<void> take(const views::batch& rows) {
    const std::uint64_t count = std::min<std::uint64_t>(rows.rows(), left_);
    left_ -= count;
    cut_ = count < rows.rows();
    if (count == 0) return success();
    if (format_ == row_format::table) {
      for (std::size_t row = 0; row < count; ++row) {
        std::vector<std::string> cells;
        for (std::size_t at = 0; at < rows.columns(); ++at) cells.push_back(views::cell_text(rows.column(at), row));
        table_.add(std::move(cells));
      }
      return success();
    }
    text_.clear();
    const bool csv = format_ == row_format::csv;
    csv ? views::append_csv(text_, rows) : views::append_ndjson(text_, of_, rows);
    return to_.write(cut_ ? std::string_view(text_).substr(0, end_of_rows(text_, count, csv)) : text_);
  }

  const view_given& given_;
  const views::view& of_;
  views::stream rows_;
  row_format format_;
  output to_;
  table table_;
  std::string text_;
  std::uint64_t left_;
  bool cut_ = false;  // rows are left out
  bool stopped_by_rows_ = false;
};

// The time, the limits, and batches no larger than what is asked for.
views::stream_options options_of(const view_given& given, row_format format, std::string_view now) {
  views::stream_options made;
  made.run.now = now;
  const std::uint64_t most = given.most != 0 ? given.most : format == row_format::table ? most_in_table : made.batch_rows;
  made.batch_rows = std::min<std::size_t>(made.batch_rows, most);
  return made;
}

// Runs, and tells of an error with the file, the place and the column that it is of.
result<exit_code> view_rows(const view_given& given, const views::view& of, const std::vector<std::string>& files, views::stream rows, row_format format) {
  PHR_TRY(auto to, output::open(given.output));
  viewing all(given, of, std::move(rows), format, std::move(to));
  const auto ended = all.run();
  if (ended) return done;
  const error& why = ended.error();
  if (!all.stopped_by_rows() || why.code() == errc::cancelled) return why;
  tell(files.empty() ? given.operands[0] : files[all.file()], why, why.has_ordinal() ? of.columns()[why.ordinal()].name : "");
  return why.code() == errc::invalid_argument ? bad_input : code_of(why);  // of a path, and not of the command line
}

result<exit_code> view(const view_given& given) {
  PHR_TRY(const operands what, operands_of(given));
  PHR_TRY(const row_format format, format_of(given));
  const auto definition = text_of(what.definition);
  const auto of = definition ? views::view::compile(definition.value()) : result<views::view>(definition.error());
  if (!of) {
    tell(what.definition, of.error());
    return code_of(of.error());
  }
  if (given.explain) {
    PHR_TRY(print(of.value().explain()));
    return done;
  }
  if (what.of_store) {
    store_options_given access = given.store;
    access.path = given.operands[0];
    PHR_TRY(const auto opened, open_store(access));
    PHR_TRY(auto me, open_session(opened, access));
    PHR_TRY(auto rows, me.view(of.value(), given.where, options_of(given, format, {})));
    return view_rows(given, of.value(), {}, std::move(rows), format);
  }
  std::string now;
  if (!given.store.now.empty()) {
    PHR_TRY(const std::int64_t at, now_of(given.store));
    PHR_TRY(now, format_instant(at));
  }
  std::vector<std::string> paths = what.files;
  std::replace(paths.begin(), paths.end(), std::string("-"), std::string("/dev/stdin"));
  return view_rows(given, of.value(), what.files, views::stream(of.value(), views::files(paths), options_of(given, format, now)), format);
}

}  // namespace

void add_view(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("view", "Rows of a ViewDefinition: phr view VIEW.json FILE..., or phr view STORE VIEW.json");
  const auto given = std::make_shared<view_given>();
  command->add_option("operand", given->operands, "VIEW.json and files of JSON or NDJSON (- for standard input); or a store and VIEW.json")->required();
  command->add_option("-o,--output", given->output, "a file: its ending says what it becomes (.csv, .ndjson)");
  command->add_option("--format", given->format, "csv, ndjson or table; else a table for a terminal, and CSV for a pipe")->check(CLI::IsMember({"csv", "ndjson", "table"}));
  command->add_option("--most", given->most, "no more rows than these")->check(CLI::PositiveNumber);
  command->add_option("--where", given->where, "of a store: only what these criteria find, 'status=final&date=ge2020'");
  command->add_flag("--explain", given->explain, "the compiled program: how each row comes about; needs no file");
  add_access_options(*command, given->store, asker::anybody);
  command->callback([given, &run] { run = [given] { return view(*given); }; });
}

}  // namespace phr::cli
