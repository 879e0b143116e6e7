"""Word styles: what a run or paragraph inherits (ECMA-376 part 1, 17.7)."""

from __future__ import annotations

from typing import Any

from ingest.loaders.docx_numbering import W, attribute, integer

_OFF = ("0", "false", "off", "none")


class Styles:
    """styles.xml, asked for what a paragraph or run does not state itself."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, Any] = {}
        self.default = ""
        self._defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
        for style in root.findall(W + "style") if root is not None else ():
            key = style.get(W + "styleId", "")
            self._styles[key] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true"):
                self.default = key

    def chain(self, style: str) -> list[Any]:
        """A style and those it is based on, nearest first."""
        out: list[Any] = []
        while style in self._styles and self._styles[style] not in out and len(out) < 20:
            out.append(self._styles[style])
            style = attribute(self._styles[style], "basedOn")
        return out

    def name(self, style: str) -> str:
        """The name that people see, in lower case."""
        return attribute(self._styles[style], "name").lower() if style in self._styles else style.lower()

    def numbers(self) -> dict[str, str]:
        """numId of each style that states one itself."""
        found = {key: attribute(style, "pPr/numPr/numId") for key, style in self._styles.items()}
        return {key: number for key, number in found.items() if number}

    def numbering(self, paragraph: Any, style: str) -> tuple[str, int | None, str]:
        """numId ("" or "0" for none), level (None when only a style says which), and the style that gave it."""
        own = paragraph.find(W + "numPr") if paragraph is not None else None
        number = attribute(own, "numId") if own is not None else ""
        level = attribute(own, "ilvl") if own is not None else ""
        if number:
            return number, integer(level, 0, 8), ""
        for above in self.chain(style or self.default):
            numbered = above.find(f"{W}pPr/{W}numPr")
            if numbered is not None and attribute(numbered, "numId"):
                stated = level or attribute(numbered, "ilvl")
                return (
                    attribute(numbered, "numId"),
                    integer(stated, 0, 8) if stated else None,
                    above.get(W + "styleId", ""),
                )
        return "", None, ""

    def outline_level(self, paragraph: Any, style: str) -> int:
        """0 to 8 for a heading, 9 for body text."""
        stated = attribute(paragraph, "outlineLvl") if paragraph is not None else ""
        for above in self.chain(style) if not stated else ():
            stated = attribute(above, "pPr/outlineLvl")
            if stated:
                break
        return integer(stated, 9, 9)

    def _sources(self, run: Any, style: str) -> list[Any]:
        """Run properties that count for a run, nearest first."""
        out = [run] if run is not None else []
        for key in (attribute(run, "rStyle") if run is not None else "", style or self.default):
            out += [found for above in self.chain(key) if (found := above.find(W + "rPr")) is not None]
        return out + ([self._defaults] if self._defaults is not None else [])

    def switch(self, run: Any, style: str, name: str) -> bool:
        """Whether a property that is on or off (`b`, `caps`, `vanish`) holds for a run in a paragraph of `style`."""
        for source in self._sources(run, style):
            found = source.find(W + name)
            if found is not None:
                return found.get(W + "val", "1") not in _OFF
        return False

    def value(self, run: Any, style: str, name: str) -> str:
        """The `w:val` of a run property, "" when nothing states it."""
        for source in self._sources(run, style):
            found = source.find(W + name)
            if found is not None:
                return str(found.get(W + "val", ""))
        return ""

    def font(self, run: Any, style: str) -> str:
        """The font of a run's Latin letters."""
        for source in self._sources(run, style):
            fonts = source.find(W + "rFonts")
            if fonts is not None and (name := fonts.get(W + "ascii") or fonts.get(W + "hAnsi")):
                return str(name)
        return ""
