// A resource as JSON of which only what is asked for is read.
#pragma once

#include <phr/fhir/json_codec.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace phr::fhir {

// The outline of one resource: its type, its elements by name, and where each stands. Opening checks UTF-8, that brackets
// match and that no element is named twice; what is inside an element is checked when it is read. For going through many
// resources of which a few elements matter.
// Lifetime: keeps a copy of the text; names and texts borrow from it and end with the next open(). Threads: one at a time.
// Errors: open(): as json_decoder, for the outline. only(): as json_decoder, for what it reads; wrong_type for another T.
class lazy_json {
 public:
  lazy_json();
  lazy_json(lazy_json&&) noexcept;
  lazy_json& operator=(lazy_json&&) noexcept;
  ~lazy_json();

  [[nodiscard]] result<void> open(std::string_view text, const decode_options& options = {});

  [[nodiscard]] resource_type type() const noexcept { return type_; }
  // How many elements there are, resourceType not counted, and their names as JSON has them ("valueQuantity", "_birthDate").
  [[nodiscard]] std::size_t size() const noexcept { return members_.size(); }
  [[nodiscard]] std::string_view name(std::size_t index) const noexcept { return members_[index].name; }
  [[nodiscard]] bool has(std::string_view name) const noexcept { return find(name) != nullptr; }
  // The JSON text of an element as it stands; "" where it is absent.
  [[nodiscard]] std::string_view text(std::string_view name) const noexcept;

  // The resource with these elements alone, by their JSON names; those that are absent stay so.
  template <resource T>
  [[nodiscard]] result<T> only(std::initializer_list<std::string_view> names) {
    T made;
    PHR_TRY(read(T::structure_, &made, {names.begin(), names.size()}));
    return made;
  }
  // What was wrong with what was read last.
  [[nodiscard]] std::span<const decode_issue> issues() const noexcept { return issues_; }

 private:
  struct member {
    std::string_view name;
    std::uint32_t value;  // token
    std::uint32_t end;    // the token behind it
  };
  [[nodiscard]] const member* find(std::string_view name) const noexcept;
  [[nodiscard]] result<void> read(const structure& type, void* into, std::span<const std::string_view> names);
  [[nodiscard]] result<void> outline(std::uint32_t depth);

  json::stage1* stage1_ = nullptr;
  decode_options options_;
  std::vector<member> members_;
  std::vector<decode_issue> issues_;
  resource_type type_ = {};
};

}  // namespace phr::fhir
