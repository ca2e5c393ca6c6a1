"""links.py SITE LIST: every link of the built pages that stays on the site leads somewhere, also to its anchor; those that leave it are written to LIST, and not fetched.

It reads the HTML and not the Markdown: menus, headings' links and generated pages are looked at as well, and so is whatever a page would load from elsewhere when it is opened.
"""

import collections
import html.parser
import pathlib
import sys
import urllib.parse


class Page(html.parser.HTMLParser):
    """What a page links to and loads, and what of it can be linked to."""

    def __init__(self, path):
        super().__init__()
        self.links, self.loads, self.ids = set(), set(), set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.ids |= {told[name] for name in ("id", "name") if told.get(name)}
        if tag == "a" and told.get("href"):
            self.links.add(told["href"])
        elif tag == "link" and told.get("rel") in ("next", "prev", "canonical"):
            self.links.add(told.get("href", ""))
        elif tag == "link":
            self.loads.add(told.get("href", ""))
        elif told.get("src"):
            self.loads.add(told["src"])


def main(site, listed):
    site = pathlib.Path(site).resolve()
    pages = {path: Page(path) for path in sorted(site.rglob("*.html")) if path.name != "404.html"}
    wrong, leaving = [], collections.defaultdict(set)
    for path, page in pages.items():
        here = path.relative_to(site)
        wrong += [f"{here}: loads {each} from elsewhere" for each in sorted(page.loads) if urllib.parse.urlsplit(each).netloc]
        for link in sorted(page.links | page.loads):
            parts = urllib.parse.urlsplit(link)
            if parts.scheme or parts.netloc:
                leaving[link].add(str(here))
                continue
            target = (path.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else path
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file():
                wrong.append(f"{here}: {link} leads nowhere")
            elif parts.fragment and target in pages and urllib.parse.unquote(parts.fragment) not in pages[target].ids:
                wrong.append(f"{here}: {link} leads to no place of its page")
    pathlib.Path(listed).write_text("".join(f"{link}\t{', '.join(sorted(on)[:3])}\n" for link, on in sorted(leaving.items())), encoding="utf-8")
    print("\n".join(wrong[:40]) if wrong else f"{len(pages)} pages, {len(leaving)} links to elsewhere ({listed})")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
