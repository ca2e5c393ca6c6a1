// JSON text as FHIR needs it: every digit, every position, no guessing.
#pragma once

#include <phr/core/progress.hpp>
#include <phr/core/result.hpp>

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phr::fhir::json {

enum class kind : std::uint8_t { absent, null, boolean, number, string, array, object };

// What a text may hold at most. A text beyond a limit is refused with errc::too_deep or errc::too_large.
struct limits {
  std::uint32_t depth = 128;
  std::uint32_t text_bytes = 1U << 30;    // the whole document
  std::uint32_t string_bytes = 64U << 20; // one string, as written between its quotes
};

class document;
class stage1;
class members;
class elements;

// The name of a member that is looked up again and again: compared by its first eight bytes and its length.
// Lifetime: a value. Threads: immutable. Errors: none.
class key {
 public:
  key() noexcept = default;
  explicit key(std::string_view name);
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  // Of a name that stands in a padded text: eight bytes can be read at its begin.
  [[nodiscard]] bool is(std::string_view padded) const noexcept {
    if (padded.size() != name_.size()) return false;
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, padded.data(), sizeof bytes);
    return (bytes & mask_) == first_ && (name_.size() <= 8 || std::memcmp(padded.data() + 8, name_.data() + 8, name_.size() - 8) == 0);
  }

 private:
  std::string name_;
  std::uint64_t first_ = 0;
  std::uint64_t mask_ = 0;
};

// One value of a document, or no value (kind::absent) where a look-up found nothing, so that look-ups chain.
// Lifetime: borrows from its document and ends with the document's next parse. Threads: immutable. Errors: none.
class value {
 public:
  value() noexcept = default;

  [[nodiscard]] inline json::kind kind() const noexcept;
  [[nodiscard]] explicit operator bool() const noexcept { return document_ != nullptr; }
  [[nodiscard]] bool is_object() const noexcept { return kind() == kind::object; }
  [[nodiscard]] bool is_array() const noexcept { return kind() == kind::array; }
  [[nodiscard]] bool is_string() const noexcept { return kind() == kind::string; }
  [[nodiscard]] bool is_number() const noexcept { return kind() == kind::number; }

  // The member of an object by its name, the element of an array by its index; absent otherwise.
  [[nodiscard]] value operator[](std::string_view name) const noexcept;
  [[nodiscard]] inline value operator[](const key& name) const noexcept;
  [[nodiscard]] value at(std::uint32_t index) const noexcept;
  // Members of an object, elements of an array; 0 for anything else.
  [[nodiscard]] std::uint32_t size() const noexcept;
  [[nodiscard]] json::members members() const noexcept;    // none unless an object
  [[nodiscard]] inline json::elements elements() const noexcept;  // none unless an array

  // A string between its quotes and as written; "" for anything else. Equal to its meaning unless has_escapes().
  [[nodiscard]] inline std::string_view raw_text() const noexcept;
  [[nodiscard]] inline bool has_escapes() const noexcept;
  // A string's meaning. Without escapes it borrows from the document, else it is built in `scratch`.
  [[nodiscard]] inline std::string_view text(std::string& scratch) const;
  // A number's digits as written; "" for anything else.
  [[nodiscard]] std::string_view number_text() const noexcept;
  [[nodiscard]] bool is_true() const noexcept;

  // The value as it stands in the source, white space included.
  [[nodiscard]] std::string_view source() const noexcept;
  // The document that it is of; nullptr for an absent one.
  [[nodiscard]] const json::document* owner() const noexcept { return document_; }
  // `problem` with the line and column at which this value begins.
  [[nodiscard]] error locate(error problem) const noexcept;

 private:
  friend class document;
  friend class json::members;
  friend class json::elements;
  value(const document* owner, std::uint32_t index) noexcept : document_(owner), index_(index) {}
  [[nodiscard]] std::string_view unescaped(std::string& scratch) const;
  const document* document_ = nullptr;
  std::uint32_t index_ = 0;
};

struct member {
  std::string_view name;
  json::value value;
};

// The members of an object in source order, for range-for. Lifetime: as value.
class members {
 public:
  class iterator {
   public:
    iterator() noexcept = default;
    iterator(const document* owner, std::uint32_t index) noexcept : document_(owner), index_(index) {}
    [[nodiscard]] member operator*() const noexcept;
    iterator& operator++() noexcept;
    [[nodiscard]] bool operator==(const iterator& other) const noexcept { return index_ == other.index_; }

   private:
    const document* document_ = nullptr;
    std::uint32_t index_ = 0;
  };
  members() noexcept = default;
  members(iterator first, iterator last) noexcept : first_(first), last_(last) {}
  [[nodiscard]] iterator begin() const noexcept { return first_; }
  [[nodiscard]] iterator end() const noexcept { return last_; }

 private:
  iterator first_;
  iterator last_;
};

// The elements of an array in source order, for range-for. Lifetime: as value.
class elements {
 public:
  class iterator {
   public:
    iterator() noexcept = default;
    iterator(const document* owner, std::uint32_t index) noexcept : document_(owner), index_(index) {}
    [[nodiscard]] inline value operator*() const noexcept;
    inline iterator& operator++() noexcept;
    [[nodiscard]] bool operator==(const iterator& other) const noexcept { return index_ == other.index_; }

   private:
    const document* document_ = nullptr;
    std::uint32_t index_ = 0;
  };
  elements() noexcept = default;
  elements(iterator first, iterator last) noexcept : first_(first), last_(last) {}
  [[nodiscard]] iterator begin() const noexcept { return first_; }
  [[nodiscard]] iterator end() const noexcept { return last_; }

 private:
  iterator first_;
  iterator last_;
};

// A parsed JSON text: a copy of the text and a flat table of its tokens. simdjson's first stage (chosen at run time for
// the CPU) finds the tokens and checks UTF-8; the second stage here keeps number text and positions, which simdjson's
// DOM would lose. Parsing again reuses the memory.
// Lifetime: owns; values borrow. Not movable while values are in use. Threads: per-thread while parsing, then immutable.
// Errors: malformed_json, invalid_utf8, empty_input, too_deep, too_large, duplicate_key, nul_character, each with line
// and column; unsupported for an element name written with escapes.
class document {
 public:
  document();
  document(document&&) noexcept;
  document& operator=(document&&) noexcept;
  ~document();

  [[nodiscard]] result<void> parse(std::string_view text, const limits& most = {});
  // The same for a root object of which only some members are wanted, for readers that look at few: the others are gone past by their
  // brackets, so that what is wrong inside them goes unseen. No names: all members.
  [[nodiscard]] result<void> parse_members(std::string_view text, std::span<const key> wanted, const limits& most = {});
  [[nodiscard]] value root() const noexcept;
  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  // Whether a name begins with '_', as that of what stands beside a primitive does (`_birthDate`).
  [[nodiscard]] bool has_siblings() const noexcept { return has_siblings_; }

 private:
  friend class value;
  friend class json::members;
  friend class json::elements;
  friend struct builder;

  // Begin and length in the text; for a string both are of what stands between the quotes. `next` is the index of the
  // token after this value and all it holds. `count` counts members or elements.
  struct token {
    std::uint32_t begin;
    std::uint32_t length;
    std::uint32_t next;
    std::uint32_t count : 29;
    std::uint32_t kind : 3;
  };
  static constexpr std::uint32_t escapes = 1;  // in `count` of a string

  std::string_view text_;  // in stage1_
  std::vector<token> tokens_;  // of which `used_` are of this text
  std::uint32_t used_ = 0;
  bool has_siblings_ = false;
  stage1* stage1_ = nullptr;
};

inline json::kind value::kind() const noexcept { return document_ == nullptr ? kind::absent : static_cast<json::kind>(document_->tokens_[index_].kind); }

// The text is padded: eight bytes can be read at any place of it.
inline value value::operator[](const key& name) const noexcept {
  if (!is_object()) return {};
  const document::token* const tokens = document_->tokens_.data();
  const char* const text = document_->text_.data();
  const std::uint32_t end = tokens[index_].next;
  for (std::uint32_t at = index_ + 1; at < end; at = tokens[at + 1].next) {
    if (name.is({text + tokens[at].begin, tokens[at].length})) return {document_, at + 1};
  }
  return {};
}

inline value elements::iterator::operator*() const noexcept { return {document_, index_}; }
inline elements::iterator& elements::iterator::operator++() noexcept {
  index_ = document_->tokens_[index_].next;
  return *this;
}
inline json::elements value::elements() const noexcept {
  if (!is_array()) return {};
  return {{document_, index_ + 1}, {document_, document_->tokens_[index_].next}};
}
inline std::string_view value::raw_text() const noexcept {
  if (!is_string()) return {};
  const document::token& token = document_->tokens_[index_];
  return {document_->text_.data() + token.begin, token.length};
}
inline bool value::has_escapes() const noexcept { return is_string() && (document_->tokens_[index_].count & document::escapes) != 0; }
inline std::string_view value::text(std::string& scratch) const { return has_escapes() ? unescaped(scratch) : raw_text(); }

// Appends `value` to `out` without white space; number and string text stay as written.
void append_compact(std::string& out, const value& value);
// Appends `text` as a JSON string with its quotes.
void append_quoted(std::string& out, std::string_view text);

}  // namespace phr::fhir::json
