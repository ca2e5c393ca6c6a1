#include "cli/program/package.hpp"

#include "cli/program/documents.hpp"
#include "core/platform/file.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/xml_codec.hpp>

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace phr::cli {

namespace {

constexpr std::size_t largest_package = std::size_t{256} << 20;  // of one text in a package

struct close {
  void operator()(archive* of) const noexcept { archive_read_free(of); }
};

// "package/StructureDefinition-a.json", but neither "package/package.json" nor "package/example/Patient-b.json".
bool is_definition(std::string_view name) {
  constexpr std::string_view folder = "package/";
  if (!name.starts_with(folder) || !name.ends_with(".json")) return false;
  name.remove_prefix(folder.size());
  return name.find('/') == std::string_view::npos && !name.starts_with('.') && name != "package.json" && !name.starts_with("ig-r4");
}

result<std::size_t> add_archive(validate::profiles& to, const std::string& path) {
  PHR_TRY(const auto there, platform::look_up(path, "the package"));
  if (there.kind == platform::name_kind::nothing) return error{errc::no_such_file}.at("the package");
  const std::unique_ptr<archive, close> file(archive_read_new());
  archive_read_support_filter_gzip(file.get());
  archive_read_support_format_tar(file.get());
  if (archive_read_open_filename(file.get(), path.c_str(), 1 << 16) != ARCHIVE_OK) {
    return error{errc::io_failed}.at("the package");
  }
  fhir::json_decoder decoder;
  std::size_t added = 0;
  archive_entry* entry = nullptr;
  int state = ARCHIVE_OK;
  while ((state = archive_read_next_header(file.get(), &entry)) == ARCHIVE_OK) {
    const char* const name = archive_entry_pathname(entry);
    if (name == nullptr || !is_definition(name)) continue;
    const auto size = static_cast<std::uint64_t>(archive_entry_size(entry));
    if (size > largest_package) return error{errc::too_large}.at("a text of the package");
    std::string text(size, '\0');
    if (archive_read_data(file.get(), text.data(), size) != static_cast<la_ssize_t>(size)) return error{errc::io_failed}.at("the package");
    PHR_TRY(auto resource, decoder.decode(text, {.lenient = true}));
    PHR_TRY(const bool one, to.add(std::move(resource)));
    added += one ? 1 : 0;
  }
  if (state != ARCHIVE_EOF) return error{errc::io_failed}.at("the package");
  return added;
}

result<std::size_t> add_text(validate::profiles& to, const std::string& path) {
  std::size_t added = 0;
  result<void> failed = success();
  PHR_TRY(read_documents(path, [&](const document& each) {
    auto decoded = each.format == text_format::xml ? fhir::xml_decode(each.text, {.lenient = true}) : fhir::json_decode(each.text, {.lenient = true});
    if (!decoded) return failed = decoded.error(), false;
    const auto one = to.add(std::move(decoded.value()));
    if (!one) return failed = one.error(), false;
    added += one.value() ? 1 : 0;
    return true;
  }));
  PHR_TRY(std::move(failed));
  return added;
}

}  // namespace

result<std::size_t> add_package(validate::profiles& to, const std::string& path) {
  std::size_t added = 0;
  if (platform::is_folder(path)) {
    PHR_TRY(added, to.load_folder(platform::is_folder(path + "/package") ? path + "/package" : path));
  } else if (path.ends_with(".tgz") || path.ends_with(".tar.gz")) {
    PHR_TRY(added, add_archive(to, path));
  } else {
    PHR_TRY(added, add_text(to, path));
  }
  if (added == 0) return error{errc::invalid_argument}.at("--package: nothing in it is a definition");
  return added;
}

}  // namespace phr::cli
