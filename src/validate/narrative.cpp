#include "validate/narrative.hpp"

#include "fhir/xml/parser.hpp"

#include <phr/fhir/reference.hpp>

#include <algorithm>
#include <span>

namespace phr::validate {

namespace {

namespace xml = fhir::xml;

// Sorted.
constexpr std::string_view elements[] = {
    "a", "abbr", "acronym", "address", "area", "b", "bdo", "big", "blockquote", "br", "caption", "cite", "code",
    "col", "colgroup", "dd", "dfn", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
    "kbd", "li", "map", "ol", "p", "pre", "q", "samp", "small", "span", "strong", "sub", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "tt", "ul", "var",
};
constexpr std::string_view everywhere[] = {
    "abbr", "accesskey", "align", "axis", "char", "charoff", "class", "colspan", "dir", "headers", "id", "lang",
    "rowspan", "scope", "span", "style", "tabindex", "title", "valign", "width",
};
constexpr std::string_view in_elements[] = {
    "a.charset", "a.coords", "a.href", "a.hreflang", "a.name", "a.rel", "a.rev", "a.shape", "a.type", "area.alt",
    "area.coords", "area.href", "area.nohref", "area.shape", "blockquote.cite", "img.alt", "img.border",
    "img.height", "img.ismap", "img.longdesc", "img.src", "img.usemap", "map.name", "ol.start", "ol.type",
    "pre.space", "q.cite", "table.border", "table.cellpadding", "table.cellspacing", "table.frame", "table.rules",
    "table.summary", "td.nowrap", "th.nowrap",
};
// What people put there all the same; named in the message.
constexpr std::string_view forbidden[] = {
    "applet", "base", "body", "button", "embed", "font", "form", "frame", "frameset", "head", "html", "iframe",
    "input", "label", "link", "meta", "object", "option", "script", "select", "style", "textarea", "title", "u",
    "video",
};
constexpr std::string_view schemes[] = {
    "http", "https", "mailto", "tel",
};

bool among(std::span<const std::string_view> sorted, std::string_view name) { return std::binary_search(sorted.begin(), sorted.end(), name); }

class narrative_check final : public xml::events {
 public:
  explicit narrative_check(std::vector<narrative_fault>& found) : found_(found) {}

  void tell(std::string_view rule, std::string message) {
    const bool told = std::any_of(found_.begin(), found_.end(), [&](const narrative_fault& each) { return each.message == message; });
    if (!told) found_.push_back({rule, std::move(message)});
  }

  void begin(const xml::name& element, xml::attributes with) override {
    if (++depth_ == 1 && element.local != "div") tell("txt-1", "a narrative is one div");
    if (element.space != xml::xhtml_space) {
      tell("txt-1", depth_ == 1 ? "the div is not in XHTML's namespace" : "an element that is not of XHTML");
    } else if (!among(elements, element.local)) {
      tell("txt-1", among(forbidden, element.local) ? "a narrative has no <" + std::string(element.local) + ">" : "an element that narratives do not have");
    }
    if (element.local == "img") has_content_ = true;
    while (with.next()) attribute(element, with.name(), with.value());
  }
  void end() override { --depth_; }
  void characters(std::string_view text) override {
    if (!xml::is_white(text)) has_content_ = true;
  }
  void declares(std::string_view) override {}

  [[nodiscard]] bool has_content() const noexcept { return has_content_; }

 private:
  void attribute(const xml::name& element, const xml::name& name, std::string_view value) {
    const std::string in_element = std::string(element.local) + "." + std::string(name.local);
    const bool xml_own = name.prefix == "xml" && (name.local == "lang" || name.local == "space");
    if (!xml_own && (!name.space.empty() || !(among(everywhere, name.local) || among(in_elements, in_element)))) {
      tell("txt-1", name.local.starts_with("on") ? "a narrative has no event attributes" : "an attribute that narratives do not have");
      return;
    }
    if (in_element == "a.href" || in_element == "area.href") link(value);
    if (in_element == "img.src" && fhir::is_absolute(value) && !value.starts_with("data:") && !value.starts_with("http")) {
      tell("", "an image is in the resource, or has a data: or http: URL");
    }
  }

  void link(std::string_view to) {
    if (!fhir::is_absolute(to)) return;  // relative, or to a place in the resource
    std::string scheme(to.substr(0, to.find(':')));
    std::transform(scheme.begin(), scheme.end(), scheme.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (!among(schemes, scheme)) tell("", "a link with a scheme that nothing follows (http, https, mailto and tel are)");
  }

  std::vector<narrative_fault>& found_;
  std::size_t depth_ = 0;
  bool has_content_ = false;
};

// Calls back with each element's depth, name and attributes; with text right in the div, as an element without a name.
template <class Each>
class elements_of final : public xml::events {
 public:
  explicit elements_of(Each each) : each_(std::move(each)) {}
  void begin(const xml::name& element, xml::attributes with) override { each_(++depth_, element, with); }
  void end() override { --depth_; }
  void characters(std::string_view text) override {
    const char* none[] = {nullptr};
    if (depth_ == 1 && !xml::is_white(text)) each_(2, {}, xml::attributes(none));
  }
  void declares(std::string_view) override {}

 private:
  Each each_;
  int depth_ = 0;
};

template <class Each>
void each_element(std::string_view div, Each each) {
  elements_of<Each> walk(std::move(each));
  xml::parser parser;
  xml::fault unused;
  (void)parser.parse(div, walk, unused);
}

}  // namespace

std::vector<std::string> narrative_languages(std::string_view div) {
  std::vector<std::string> made;
  each_element(div, [&](int depth, const xml::name& element, xml::attributes with) {
    if (depth != 2 || element.local != "div") return;
    while (with.next()) {
      if (with.name().local != "lang") continue;
      made.emplace_back(with.value());
      return;
    }
  });
  return made;
}

bool narrative_has_sources(std::string_view div) {
  bool all = true;
  each_element(div, [&](int depth, const xml::name&, xml::attributes with) {
    if (depth != 2) return;
    bool told = false;
    while (with.next()) {
      const std::string classes = std::string(" ").append(with.value()).append(" ");
      for (const char* each : {" boilerplate ", " generated ", " original "}) told = told || (with.name().local == "class" && classes.find(each) != std::string::npos);
    }
    all = all && told;
  });
  return all;
}

std::size_t count_of_id(std::string_view div, std::string_view id) {
  std::size_t count = 0;
  each_element(div, [&](int, const xml::name&, xml::attributes with) {
    while (with.next()) count += with.name().local == "id" && with.value() == id ? 1 : 0;
  });
  return count;
}

std::vector<narrative_fault> check_narrative(std::string_view div) {
  std::vector<narrative_fault> made;
  narrative_check check(made);
  xml::parser parser;
  xml::fault fault;
  if (!parser.parse(div, check, fault)) {
    check.tell("txt-1", div.find("&") == std::string_view::npos ? "not well-formed XHTML" : "not well-formed XHTML; only XML's own five entities may be used");
    return made;
  }
  if (!check.has_content()) check.tell("txt-2", "a narrative has some content");
  return made;
}

}  // namespace phr::validate
