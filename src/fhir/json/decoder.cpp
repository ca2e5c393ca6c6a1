// One text from its bytes to a model.
#include "fhir/json/decode.hpp"
#include "fhir/json/scan.hpp"

#include <cstring>

namespace phr::fhir {

namespace {

// Blanks out comments, which JSON does not have, and tells where they begin. Strings are gone past.
std::vector<std::size_t> blank_comments(std::string& text) {
  std::vector<std::size_t> found;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1 : 0;
    } else if (text.compare(at, 2, "//") == 0 || text.compare(at, 2, "/*") == 0) {
      found.push_back(at);
      const bool line = text[at + 1] == '/';
      std::size_t end = line ? text.find('\n', at) : text.find("*/", at + 2);
      end = end == std::string::npos ? text.size() : line ? end : end + 2;
      for (; at < end; ++at) text[at] = text[at] == '\n' ? '\n' : ' ';
      --at;
    }
  }
  return found;
}

}  // namespace

json_decoder::json_decoder() : stage1_(new json::stage1) {}
json_decoder::json_decoder(json_decoder&& other) noexcept
    : stage1_(std::exchange(other.stage1_, nullptr)), issues_(std::move(other.issues_)) {}
json_decoder& json_decoder::operator=(json_decoder&& other) noexcept {
  std::swap(stage1_, other.stage1_);
  std::swap(issues_, other.issues_);
  return *this;
}
json_decoder::~json_decoder() { delete stage1_; }

result<void> json_decoder::run(std::string_view text, const decode_options& options, const structure* type, void* object, any_resource* any) {
  if (stage1_ == nullptr) stage1_ = new json::stage1;
  const auto tokens = stage1_->run(text, options.limits);
  if (!tokens) {
    const error why = tokens.error();
    issues_.push_back({why.code(), type == nullptr ? std::string() : std::string(type->name), why.line(), why.column()});
    return why;
  }
  reader reading(*stage1_, options, issues_);
  if (!reading.whole(type, object, any)) return reading.problem;
  return success();
}

// A text that cannot be read may have comments: they are blanked out and it is read once more. That ends a strict reading
// all the same, unless they were not the reason.
result<void> json_decoder::read(std::string_view text, const decode_options& options, const structure* type, void* object, any_resource* any) {
  issues_.clear();
  const auto done = run(text, options, type, object, any);
  if (done || done.error().line() == 0) return done;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // columns do not count it
  std::string blanked(text);
  std::vector<decode_issue> comments;
  json::position_counter lines(text);
  for (const std::size_t at : blank_comments(blanked)) {
    const error where = lines.locate(error{errc::json_comment}, at);
    comments.push_back({errc::json_comment, {}, where.line(), where.column()});
    if (!options.lenient) break;
  }
  if (comments.empty()) return done;
  std::swap(issues_, comments);
  if (any != nullptr) {
    any->reset();
  } else {
    type->item.destroy(object);
    type->item.construct(object);
  }
  const auto again = run(blanked, options, type, object, any);
  if (options.lenient) return again;
  const auto same = [](const error& a, const error& b) { return a.code() == b.code() && a.line() == b.line() && a.column() == b.column(); };
  if (!again && same(again.error(), done.error())) {
    issues_ = std::move(comments);
    return done;
  }
  issues_.resize(1);
  return error{errc::json_comment}.at("a comment").in(issues_[0].line, issues_[0].column);
}

result<any_resource> json_decoder::decode(std::string_view text, const decode_options& options) {
  any_resource made;
  PHR_TRY(read(text, options, nullptr, nullptr, &made));
  return made;
}

result<void> json_decoder::decode_into(const structure& type, void* object, std::string_view text, const decode_options& options) {
  return read(text, options, &type, object, nullptr);
}

result<any_resource> json_decode(std::string_view text, const decode_options& options) {
  json_decoder decoder;
  return decoder.decode(text, options);
}

result<void> json_decode_into(const structure& type, void* empty_object, std::string_view text) {
  json_decoder decoder;
  const auto done = decoder.decode_into(type, empty_object, text);
  if (done || done.error().code() != errc::unknown_resource_type) return done;
  return error{errc::wrong_type}.at("resourceType").in(done.error().line(), done.error().column());
}

}  // namespace phr::fhir
