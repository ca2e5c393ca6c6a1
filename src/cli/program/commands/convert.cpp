#include "cli/program/commands/commands.hpp"

#include "cli/program/documents.hpp"
#include "cli/program/terminal.hpp"
#include "cli/program/text_file.hpp"
#include "core/platform/file.hpp"

#include <phr/core/describe.hpp>
#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/xml_codec.hpp>

#include <fmt/format.h>

#include <memory>

namespace phr::cli {

namespace {

struct convert_given {
  std::vector<std::string> files;
  std::string to;
  std::string output = "-";
  bool lenient = false;
};

// One run of the command: how far it is, and what it uses again.
class converting {
 public:
  explicit converting(const convert_given& given) : given_(given), options_{.lenient = given.lenient} {}

  result<exit_code> run() {
    const bool folder = platform::is_folder(given_.output);
    if (!folder) {
      one_ = std::make_unique<text_file>(given_.output);
      if (given_.files.size() > 1 && given_.to == "xml") {
        return error{errc::invalid_argument}.at("-o: several XML texts need a folder that is there");
      }
    }
    for (const std::string& path : given_.files) {
      result<void> written = success();
      const auto read = read_documents(path, [&](const document& text) {
        written = convert(path, text, folder);
        return static_cast<bool>(written);
      });
      PHR_TRY(std::move(written));
      if (!read) {
        std::fprintf(stderr, "%s: %s\n", shown(path).c_str(), describe(read.error()).c_str());
        if (given_.files.size() == 1) return code_of(read.error());
        ++refused_;
      }
    }
    if (one_) PHR_TRY(one_->end());
    return refused_ + mended_ == 0 ? done : converted_ == 0 ? bad_input : refused_in_part;
  }

 private:
  // FILE:LINE:COLUMN: what, at which element. The column of a line among lines is that of the line.
  void tell(const std::string& path, const document& text, const fhir::decode_issue& issue) const {
    const std::uint64_t line = text.line + (issue.line == 0 ? 0 : issue.line - 1);
    const auto what = name(issue.code);
    const auto what_to_do = advice(issue.code);
    std::fprintf(stderr, "%s:%llu:%u: %s%s%s: %s\n", shown(path).c_str(), static_cast<unsigned long long>(line), issue.column, what.data(),
                 issue.path.empty() ? "" : " at ", issue.path.c_str(), what_to_do.data());
  }

  template <class Decoder>
  result<fhir::any_resource> decode(Decoder& decoder, const std::string& path, const document& text) {
    auto decoded = decoder.decode(text.text, options_);
    for (const auto& issue : decoder.issues()) tell(path, text, issue);
    if (decoded && !decoder.issues().empty()) ++mended_;
    return decoded;
  }

  result<void> convert(const std::string& path, const document& text, bool folder) {
    const auto decoded = text.format == text_format::xml ? decode(xml_, path, text) : decode(json_, path, text);
    if (!decoded) return ++refused_, success();
    out_.clear();
    if (given_.to == "xml") {
      if (text.among_lines && !folder) return error{errc::invalid_argument}.at("-o: lines become XML only in a folder that is there");
      const auto encoded = fhir::append_xml(out_, decoded.value());
      if (!encoded) {
        tell(path, text, {encoded.error().code(), {}, 0, 0});
        return ++refused_, success();
      }
    } else {
      fhir::append_json(out_, decoded.value());
    }
    out_.push_back('\n');
    ++converted_;
    if (!folder) return one_->write(!to_terminal_ ? out_ : given_.to == "json" ? escaped(out_) : shown_lines(out_));
    text_file into(given_.output + "/" + name_for(path, text));
    PHR_TRY(into.write(out_));
    return into.end();
  }

  // The file's own name with the new ending; lines of a file get their number.
  std::string name_for(const std::string& path, const document& text) const {
    std::string stem = path == "-" ? "stdin" : path.substr(path.find_last_of('/') + 1);
    stem = stem.substr(0, stem.find_last_of('.'));
    return text.among_lines ? fmt::format("{}-{}.{}", stem, text.line, given_.to) : fmt::format("{}.{}", stem, given_.to);
  }

  const convert_given& given_;
  fhir::decode_options options_;
  fhir::json_decoder json_;
  fhir::xml_decoder xml_;
  std::unique_ptr<text_file> one_;
  const bool to_terminal_ = given_.output == "-" && is_terminal(standard_stream::output);
  std::string out_;
  std::uint64_t converted_ = 0;
  std::uint64_t refused_ = 0;
  std::uint64_t mended_ = 0;  // written, with something left out
};

}  // namespace

void add_convert(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("convert", "FHIR JSON and NDJSON to XML, XML to JSON; also to canonical JSON");
  const auto given = std::make_shared<convert_given>();
  command->add_option("--to", given->to, "xml or json")->required()->check(CLI::IsMember({"xml", "json"}));
  command->add_option("-o,--output", given->output, "a file, a folder that is there, or - for standard output");
  command->add_flag("--lenient", given->lenient, "leave out what FHIR does not allow, and say so");
  command->add_option("file", given->files, "JSON, NDJSON or XML; - for standard input")->required();
  command->callback([given, &run] { run = [given] { return converting(*given).run(); }; });
}

}  // namespace phr::cli
