#include "validate/narrative.hpp"

#include <gtest/gtest.h>

namespace phr::validate {
namespace {

std::string told(std::string_view inside, std::string_view space = "http://www.w3.org/1999/xhtml") {
  std::string all;
  for (const auto& each : check_narrative("<div xmlns=\"" + std::string(space) + "\">" + std::string(inside) + "</div>")) {
    all.append(all.empty() ? "" : "; ").append(each.rule).append(each.rule.empty() ? "" : " ").append(each.message);
  }
  return all;
}

TEST(Narrative, AllowsWhatTheSpecificationNames) {
  for (const char* each : {
           "text",
           "<p class=\"a\" style=\"color: red\" id=\"x\" xml:lang=\"de\" lang=\"de\" title=\"t\">a</p>",
           "<table border=\"1\"><colgroup><col width=\"1\"/></colgroup><thead><tr><th scope=\"row\">a</th></tr></thead><tbody><tr><td colspan=\"2\" nowrap=\"nowrap\">b</td></tr></tbody></table>",
           "<img src=\"#pic\" alt=\"x\"/>",
           "<img src=\"data:image/png;base64,AAAA\"/>",
           "<a href=\"https://a/b\" name=\"n\">x</a><a href=\"#n\">y</a><a href=\"mailto:x@y\">z</a><a href=\"Patient/1\">w</a>",
           "<ul><li>a &amp; b &lt; c &#169;</li></ul><!-- a comment -->",
           "<blockquote cite=\"http://a\">a</blockquote><h1>b</h1><pre xml:space=\"preserve\">c</pre>",
       }) {
    EXPECT_EQ(told(each), "") << each;
  }
}

TEST(Narrative, RefusesWhatCanActOrHide) {
  EXPECT_EQ(told("a<script>b</script>"), "txt-1 a narrative has no <script>");
  EXPECT_EQ(told("a<form/><iframe/>"), "txt-1 a narrative has no <form>; txt-1 a narrative has no <iframe>");
  EXPECT_EQ(told("<p onclick=\"x()\">a</p>"), "txt-1 a narrative has no event attributes");
  EXPECT_EQ(told("<p onclick=\"x()\" onload=\"y()\">a</p>"), "txt-1 a narrative has no event attributes");
  EXPECT_EQ(told("<p href=\"x\">a</p>"), "txt-1 an attribute that narratives do not have");
  EXPECT_EQ(told("<marquee>a</marquee>"), "txt-1 an element that narratives do not have");
  EXPECT_EQ(told("<a href=\"javascript:x()\">a</a>"), "a link with a scheme that nothing follows (http, https, mailto and tel are)");
  EXPECT_EQ(told("<a href=\"JavaScript:x()\">a</a>"), "a link with a scheme that nothing follows (http, https, mailto and tel are)");
  EXPECT_EQ(told("a<img src=\"file:///etc/passwd\"/>"), "an image is in the resource, or has a data: or http: URL");
  EXPECT_EQ(told("a<p xmlns=\"http://x\">b</p>"), "txt-1 an element that is not of XHTML");
}

TEST(Narrative, RefusesADivThatIsNone) {
  EXPECT_EQ(told("a", ""), "txt-1 the div is not in XHTML's namespace");
  EXPECT_EQ(check_narrative("<p xmlns=\"http://www.w3.org/1999/xhtml\">a</p>").at(0).message, "a narrative is one div");
  EXPECT_EQ(check_narrative("plain text").at(0).message, "not well-formed XHTML");
  EXPECT_EQ(told("<p>a"), "txt-1 not well-formed XHTML");
  EXPECT_EQ(told("a&nbsp;b"), "txt-1 not well-formed XHTML; only XML's own five entities may be used");
}

TEST(Narrative, HasContent) {
  EXPECT_EQ(told(""), "txt-2 a narrative has some content");
  EXPECT_EQ(told(" \n<p> </p>"), "txt-2 a narrative has some content");
  EXPECT_EQ(told("<img src=\"#a\"/>"), "");
}

}  // namespace
}  // namespace phr::validate
