"""A page as the tests read it: its links, its text by language, its fields and what it fetches."""

import re
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr"}


class Page(HTMLParser):
    """Reads a page; what a browser would silently mend is a fault."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.faults = []
        self.language, self.title, self.headings = None, "", 0
        # Links of the page itself, and those to the same page in another language.
        self.links, self.alternates = [], {}
        # What a browser fetches to show it, by kind.
        self.fetches = {"stylesheet": [], "icon": [], "script": [], "image": []}
        self.ids, self.references, self.labelled, self.fields = [], [], set(), []
        # Whether a piece of a sentence or list stands in Dutch because nobody translated it.
        self.is_partly_dutch = False
        # Pairs of language and text; attributes that are read aloud among them.
        self.texts = []
        self._open = []
        self.feed(text)
        self.close()
        if self._open:
            self.faults.append(f"never closed: {[tag for tag, _ in self._open]}")

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        fields = dict(attributes)
        if len(names) != len(fields):
            self.faults.append(f"an attribute twice in {self.get_starttag_text()}")
        if "style" in fields or tag == "style" or any(name.startswith("on") for name in names):
            self.faults.append(f"inline style or script: {self.get_starttag_text()}")
        language = fields.get("lang", self._open[-1][1] if self._open else None)
        # What people asked has a class; what the house wrote has only its language.
        self.is_partly_dutch |= tag == "span" and fields == {"lang": "nl"}
        if tag == "html":
            self.language = language
        elif tag == "h1":
            self.headings += 1
        self._note_links(tag, fields)
        self._note_fields(tag, fields, language)
        if tag not in VOID:
            self._open.append((tag, language))

    def _note_links(self, tag, fields):
        if tag == "a" and "href" in fields:
            if "hreflang" in fields:
                self.alternates[fields["hreflang"]] = fields["href"]
            else:
                self.links.append(fields["href"])
        elif tag == "link":
            relation = fields.get("rel")
            if relation == "alternate":
                self.alternates.setdefault(fields["hreflang"], fields["href"])
            elif relation in self.fetches:
                self.fetches[relation].append(fields["href"])
            else:
                self.faults.append(f"fetches more: {fields}")
        elif tag == "script":
            self.fetches["script"].append(fields.get("src", "inline"))
        elif tag in {"img", "iframe", "video", "audio", "object", "embed", "source"}:
            self.fetches["image"].append(fields.get("src", tag))

    def _note_fields(self, tag, fields, language):
        if "id" in fields:
            self.ids.append(fields["id"])
        for name in ("aria-labelledby", "aria-describedby", "for"):
            self.references += (fields.get(name) or "").split()
        if tag == "label" and "for" in fields:
            self.labelled.add(fields["for"])
        shown = fields.get("type") not in {"hidden", "submit", "button"}
        if tag in {"select", "textarea"} or (tag == "input" and shown):
            inside = any(tag == "label" for tag, _ in self._open)
            self.fields.append((fields.get("id"), inside or "aria-label" in fields,
                                self.get_starttag_text()))
        for name in ("aria-label", "title", "placeholder", "alt"):
            if fields.get(name):
                self.texts.append((language, fields[name]))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self._open or self._open[-1][0] != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1:]} at {self.getpos()}")
            return
        self._open.pop()

    def handle_data(self, data):
        text = re.sub(r"\s+", " ", data).strip()
        if text:
            if self._open and self._open[-1][0] == "title":
                self.title = text
            self.texts.append((self._open[-1][1] if self._open else None, text))

    def unlabelled(self):
        """Fields that nothing names."""
        return [text for id, named, text in self.fields if not named and id not in self.labelled]

    def text(self, language):
        """All text in the language."""
        return "\n".join(text for own, text in self.texts if own == language)
