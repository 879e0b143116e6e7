"""HTML whose buttons speak to Python: a `gr.HTML` that turns clicks on `data-act` into Gradio events."""

from __future__ import annotations

import json
from typing import Any

import gradio as gr

_SCRIPT = """
const names = %s;
element.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const source = event.target.closest("[data-act]");
  const name = source && "on_" + source.dataset.act;
  if (!source || !element.contains(source) || !names.includes(name)) return;
  event.preventDefault();
  const data = { ...source.dataset };
  if (data.ask && !window.confirm(data.ask)) return;
  if (data.noteFrom) data.note = document.getElementById(data.noteFrom)?.value ?? "";
  if ("edits" in data) data.edits = window.dannguon.edits(element);
  window.dannguon?.acted(source, data);
  trigger(name, data);
});
"""


def live_html(value: str = "", *, acts: tuple[str, ...] = (), **values: Any) -> gr.HTML:
    """HTML with events: for the act "open", `component.on_open(fn, …)`; `fn` may take `gr.EventData`."""
    names = json.dumps([f"on_{act}" for act in acts])
    return gr.HTML(value, js_on_load=_SCRIPT % names, apply_default_css=False, padding=False, **values)


def payload(event: gr.EventData, name: str, longest: int = 400) -> str:
    """One `data-*` value of the button pressed, as text, cut to `longest` characters; "" when it has none."""
    value = (getattr(event, "_data", None) or {}).get(name)
    return value[:longest] if isinstance(value, str) else ""
