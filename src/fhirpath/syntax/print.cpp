#include "fhirpath/syntax/operators.hpp"
#include "fhirpath/syntax/tree.hpp"

#include <array>
#include <string_view>

namespace phr::fhirpath {

namespace {

constexpr int term_power = 12;

// Of the node itself; literals, members and functions bind tightest.
int power_of(const node& of) {
  switch (of.kind) {
    case node_kind::binary: return fhirpath::power_of(of.text);
    case node_kind::type: return type_power;
    case node_kind::polarity: return polarity_power;
    default: return term_power;
  }
}

void append_quoted(std::string& out, std::string_view text, char quote) {
  constexpr std::string_view escaped = "\f\n\r\t";
  constexpr std::string_view letters = "fnrt";
  out.push_back(quote);
  for (const char c : text) {
    const std::size_t known = escaped.find(c);
    if (known != std::string_view::npos) {
      out.push_back('\\');
      out.push_back(letters[known]);
    } else {
      if (c == quote || c == '\\') out.push_back('\\');
      out.push_back(c);
    }
  }
  out.push_back(quote);
}

// Names that are words of the grammar are written between backticks where they are names.
bool is_plain_name(std::string_view name) {
  constexpr std::array<std::string_view, 9> words{"true", "false", "and", "or", "xor", "implies", "div", "mod", ""};
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  for (const char c : name) {
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')) return false;
  }
  for (const std::string_view each : words) {
    if (each == name) return false;
  }
  return true;
}

class printing {
 public:
  explicit printing(const tree& of) : of_(of) {}

  // With parentheses where it binds looser than `least`.
  void print(const node& at, int least) {
    const bool around = power_of(at) < least;
    if (around) out_.push_back('(');
    write(at);
    if (around) out_.push_back(')');
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void name(std::string_view text) {
    if (is_plain_name(text)) {
      out_.append(text);
    } else {
      append_quoted(out_, text, '`');
    }
  }

  // A specifier has two names at most: what stands behind the first dot is one name, whatever dots it has (FHIR.`Bundle.entry.request`).
  void type(std::string_view specifier) {
    const std::size_t dot = specifier.find('.');
    name(specifier.substr(0, dot));
    if (dot == std::string_view::npos) return;
    out_.push_back('.');
    name(specifier.substr(dot + 1));
  }

  void write(const node& at) {
    switch (at.kind) {
      case node_kind::empty: out_.append("{}"); return;
      case node_kind::string: append_quoted(out_, at.text, '\''); return;
      case node_kind::quantity: {
        out_.append(at.text).push_back(' ');
        if (!at.type.starts_with('\'')) {
          out_.append(at.type);
        } else {
          append_quoted(out_, std::string_view(at.type).substr(1, at.type.size() - 2), '\'');
        }
        return;
      }
      case node_kind::date:
      case node_kind::date_time: out_.append("@").append(at.text); return;
      case node_kind::time: out_.append("@T").append(at.text); return;
      case node_kind::constant:
        out_.push_back('%');
        if (is_plain_name(at.text)) {
          out_.append(at.text);
        } else {
          append_quoted(out_, at.text, '`');
        }
        return;
      case node_kind::boolean:
      case node_kind::number:
      case node_kind::special: out_.append(at.text); return;
      default: write_parts(at); return;
    }
  }

  void write_parts(const node& at) {
    switch (at.kind) {
      case node_kind::index:
        print(of_.part(at, 0), term_power);
        out_.push_back('[');
        print(of_.part(at, 1), 0);
        out_.push_back(']');
        return;
      case node_kind::polarity:
        out_.append(at.text);
        print(of_.part(at, 0), polarity_power);
        return;
      case node_kind::binary: {
        const int power = power_of(at);
        print(of_.part(at, 0), power);
        out_.append(" ").append(at.text).append(" ");
        print(of_.part(at, 1), power + 1);
        return;
      }
      case node_kind::type:
        print(of_.part(at, 0), type_power);
        out_.append(" ").append(at.text).append(" ");
        type(at.type);
        return;
      default: write_invocation(at); return;
    }
  }

  void write_invocation(const node& at) {
    if (at.has_input) {
      const node& input = of_.part(at, 0);
      print(input, term_power);
      out_.push_back('.');
    }
    name(at.text);
    if (at.kind == node_kind::member) return;
    out_.push_back('(');
    for (std::size_t part = at.has_input ? 1 : 0; part < at.parts.size(); ++part) {
      if (part > (at.has_input ? 1U : 0U)) out_.append(", ");
      print(of_.part(at, part), 0);
    }
    out_.push_back(')');
  }

  const tree& of_;
  std::string out_;
};

}  // namespace

std::string print(const tree& of) {
  printing made(of);
  made.print(of.root(), 0);
  return made.take();
}

}  // namespace phr::fhirpath
