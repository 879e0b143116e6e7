"""Small pieces of HTML. Everything that comes from a document, a file name or a person passes through `esc`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

Span = tuple[int, int]


def esc(text: object) -> str:
    """Text as text: never markup, in element content and in quoted attributes alike."""
    return escape(str(text), quote=True)


def attrs(**values: object) -> str:
    """Attributes, escaped; `_` becomes `-`, a trailing `_` falls, None and False are left out, True stands bare."""
    parts = []
    for name, value in values.items():
        key = name.rstrip("_").replace("_", "-")
        if value is True:
            parts.append(key)
        elif value is not None and value is not False:
            parts.append(f'{key}="{esc(value)}"')
    return "".join(" " + part for part in parts)


def tag(name: str, *content: str, **values: object) -> str:
    """An element; `content` is HTML already."""
    return f"<{name}{attrs(**values)}>{''.join(content)}</{name}>"


def button(label: str, act: str, *, css: str = "", aria: str = "", **data: object) -> str:
    """A button that the page turns into the event `act`.

    label: HTML already. aria: the accessible name, where the label alone does not tell. data: the event's payload as
    `data-*`, except names that begin with `aria_`.
    """
    values = {name if name.startswith("aria_") else f"data_{name}": value for name, value in data.items()}
    return tag("button", label, type="button", class_=css or None, data_act=act, aria_label=aria or None, **values)


def opener(label: str, clause: str, *, css: str = "dn-link", aria: str = "", act: str = "open", **data: object) -> str:
    """A link to a clause (or a document, by its id): opens it on this page, or as a permanent link in a new one.

    label: HTML already. act: "open" for a pane of the same tab, "lookup" for Tra cứu.
    """
    values = {f"data_{name}": value for name, value in data.items()}
    href = f"?clause={quote(clause, safe='')}"
    return tag("a", label, href=href, class_=css, data_act=act, data_clause=clause, aria_label=aria or None, **values)


def outside(url: str, label: str) -> str:
    """A link to a page outside, opened on its own and told nothing about this page; plain text when not http(s)."""
    if not url.startswith(("https://", "http://")):
        return esc(label)
    hidden = '<span class="dn-hidden"> (mở trang ngoài)</span>'
    return tag("a", esc(label), hidden, href=url, target="_blank", rel="noopener noreferrer")


def wrap_spans(text: str, spans: Iterable[Span], name: str = "mark", css: str = "") -> str:
    """The text escaped, with each span in an element; overlapping spans become one, spans outside the text are cut."""
    out, last = [], 0
    for start, end in merged(spans, len(text)):
        out += [esc(text[last:start]), tag(name, esc(text[start:end]), class_=css or None)]
        last = end
    return "".join([*out, esc(text[last:])])


def merged(spans: Iterable[Span], length: int) -> list[Span]:
    """Spans in order, cut to [0, length), those that touch or overlap joined, empty ones dropped."""
    found: list[Span] = []
    for start, end in sorted((max(0, s), min(length, e)) for s, e in spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def message(text: str, kind: str = "error") -> str:
    """A message beside a field: kind "error" is announced at once, "info" and "good" in turn; "" clears it."""
    if not text:
        return ""
    return tag("p", esc(text), class_=f"dn-message dn-{kind}", role="alert" if kind == "error" else "status")


def bar(label: str, done: int, total: int, note: str = "") -> str:
    """A progress bar: its label is announced when it changes, the count and the note beside it are not.

    Without a total the bar only shows that work goes on.
    """
    known = {"value": min(done, total), "max": total} if total > 0 else {}
    count = f" {done}/{total}" if total > 0 else ""
    said = tag("span", tag("span", esc(label), role="status"), tag("span", esc(f"{count} {note}".rstrip())))
    return tag("div", said, tag("progress", aria_label=label, **known), class_="dn-bar")


def joined(items: Sequence[str], css: str = "") -> str:
    """A list of HTML items, nothing when there are none."""
    return tag("ul", *(tag("li", item) for item in items), class_=css or None) if items else ""
