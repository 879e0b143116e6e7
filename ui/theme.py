"""The look of the page: a Gradio theme from system fonts, the style sheets, and what stands in the page's head."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from ui.words import TOASTS

if TYPE_CHECKING:
    from gradio.themes import Base

_HERE = Path(__file__).parent
_STYLES = ("style.css", "reading.css", "work.css", "gradio.css")

SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "Arial", "sans-serif")
MONO = ("ui-monospace", "Consolas", "DejaVu Sans Mono", "monospace")

FIRST_PAINT = (
    '<div id="dn-splash" role="status"><strong>Dẫn Nguồn</strong><span>Đang mở trang…</span></div>'
    "<noscript><p>Trang này cần JavaScript. Không có nó, hãy dùng dòng lệnh: «python -m index ask».</p></noscript>"
)


def make_theme() -> Base:
    """Calm and large: warm paper, dark ink, one restrained red; every pair of colours at least 4.5:1."""
    import gradio as gr
    from gradio.themes.utils import colors, sizes
    from gradio.themes.utils.fonts import Font

    theme = gr.themes.Base(
        primary_hue=colors.red,
        neutral_hue=colors.stone,
        text_size=sizes.text_lg,
        spacing_size=sizes.spacing_lg,
        radius_size=sizes.radius_sm,
        font=[Font(name) for name in SANS],
        font_mono=[Font(name) for name in MONO],
    )
    pairs = {
        "body_background_fill": ("#faf8f4", "#16181b"),
        "body_text_color": ("#1f1c18", "#ece8e1"),
        "body_text_color_subdued": ("#5b554c", "#b9b3a8"),
        "background_fill_primary": ("#ffffff", "#1d2024"),
        "background_fill_secondary": ("#f4f0e9", "#23272c"),
        "border_color_primary": ("#d9d3c7", "#3d4249"),
        "block_background_fill": ("#ffffff", "#1d2024"),
        "block_border_color": ("#d9d3c7", "#3d4249"),
        "block_label_text_color": ("#3f3a33", "#d5d0c6"),
        "block_title_text_color": ("#3f3a33", "#d5d0c6"),
        "input_background_fill": ("#ffffff", "#1a1d20"),
        "input_border_color": ("#8d8577", "#7d8088"),
        "input_placeholder_color": ("#6b655b", "#a39d92"),
        "button_primary_background_fill": ("#9a1b1e", "#b3363a"),
        "button_primary_background_fill_hover": ("#7f1417", "#c2474b"),
        "button_primary_text_color": ("#ffffff", "#ffffff"),
        "button_secondary_background_fill": ("#f4f0e9", "#2b3036"),
        "button_secondary_background_fill_hover": ("#e9e3d8", "#363c43"),
        "button_secondary_text_color": ("#1f1c18", "#ece8e1"),
        "link_text_color": ("#8a171a", "#f1a9a5"),
        "checkbox_background_color_selected": ("#9a1b1e", "#b3363a"),
        "error_text_color": ("#8a171a", "#f6b5b1"),
    }
    values = {name: light for name, (light, _) in pairs.items()} | {
        f"{name}_dark": dark for name, (_, dark) in pairs.items()
    }
    return theme.set(**values)


def page_head() -> str:
    """What stands before Gradio: the language of the page and its styles, there from the first paint."""
    styles = "\n".join((_HERE / name).read_text(encoding="utf-8") for name in _STYLES)
    script = (_HERE / "head.js").read_text(encoding="utf-8")
    return f"<script>{script}</script><style>{styles}</style>{_SPLASH_STYLE}"


_SPLASH_STYLE = (
    "<style>#dn-splash{position:fixed;inset:0;display:flex;flex-direction:column;align-items:center;"
    "justify-content:center;gap:.5rem;font:18px/1.5 system-ui,sans-serif;pointer-events:none}"
    "#dn-splash strong{font:600 32px Georgia,'Times New Roman',serif}</style>"
)


def page_script() -> str:
    """What runs on the page: copying, drafts, focus, links. See page.js."""
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    return script.replace("__TOASTS__", json.dumps(TOASTS, ensure_ascii=False))
