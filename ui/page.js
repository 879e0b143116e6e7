() => {
  const TOASTS = __TOASTS__;
  const DRAFT = "dannguon.draft", THEME = "dannguon.theme";
  const keep = (key, value) => {
    try {
      if (value) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
    } catch (error) {
      console.warn(error);
    }
  };
  const kept = (key) => {
    try {
      return localStorage.getItem(key);
    } catch (error) {
      console.warn(error);
      return null;
    }
  };
  const one = (selector) => document.querySelector(selector);
  const narrow = () => window.matchMedia("(max-width: 1099px)").matches;
  const say = (text) => {
    const voice = one("#dn-voice");
    if (voice) voice.textContent = text;
  };

  // ---------------------------------------------------------------- light and dark
  const paint = () => {
    const button = one("[data-theme-toggle]");
    if (button) button.textContent = document.body.classList.contains("dark") ? "Nền sáng" : "Nền tối";
  };
  const chosen = kept(THEME);
  if (chosen === "dark" || chosen === "light") document.body.classList.toggle("dark", chosen === "dark");

  // ---------------------------------------------------------------- copying
  const copy = async (text) => {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    // Over plain http from another machine browsers offer no clipboard; a selection still copies.
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("aria-hidden", "true");
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("copy");
  };
  const copied = async (button, text) => {
    const label = button.dataset.label ?? button.textContent;
    button.dataset.label = label;
    try {
      await copy(text);
      button.textContent = "Đã sao chép";
      say("Đã sao chép");
    } catch (error) {
      button.textContent = "Trình duyệt không cho sao chép";
      say("Trình duyệt không cho sao chép");
    }
    setTimeout(() => (button.textContent = label), 2500);
  };

  // ---------------------------------------------------------------- what tabs call
  let asker = null, unasked = false;
  window.dannguon = {
    acted(source, data) {
      if (data.act === "open") {
        const reading = source.closest("#dn-tree, #dn-reading, #dn-results");
        if (source.closest("#dn-thread") && !unasked) asker = source;
        opening = { pane: reading ? "#dn-reading" : "#dn-pane", clause: data.clause, unasked };
      }
      if (data.act === "lookup" || data.act === "read") opening = { pane: "#dn-reading", clause: data.clause };
      setTimeout(afterChange, 0);
    },
    fresh() {
      keep(DRAFT, "");
      setTimeout(() => one("#dn-question textarea")?.focus(), 50);
    },
    edits(root) {
      const fields = [...root.querySelectorAll("[data-line]")].filter((field) => field.value !== field.defaultValue);
      return JSON.stringify(Object.fromEntries(fields.map((field) => [field.dataset.line, field.value])));
    },
    download(data, name) {
      if (!data) return;
      const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
      const office = "application/vnd.openxmlformats-officedocument.";
      const types = {
        docx: office + "wordprocessingml.document",
        xlsx: office + "spreadsheetml.sheet",
        pptx: office + "presentationml.presentation",
        zip: "application/zip",
      };
      const type = types[name.split(".").pop()];
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([bytes], { type }));
      link.download = name;
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      say("Đã tải tệp " + name);
    },
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest(".dn-skip")) {
      event.preventDefault();
      const first = one('[role="tabpanel"]:not([style*="none"]) :is(textarea, input, button)') ?? one("textarea");
      first?.focus();
    }
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.copy) copied(button, button.dataset.copy);
    if (button.dataset.copyLink) copied(button, new URL(button.dataset.copyLink, location.href.split("?")[0]).href);
    if ("revert" in button.dataset) {
      const field = button.closest(".dn-edit").querySelector("[data-line]");
      field.value = field.defaultValue;
      touched(field);
      field.focus();
    }
    if ("themeToggle" in button.dataset) {
      const dark = document.body.classList.toggle("dark");
      keep(THEME, dark ? "dark" : "light");
      paint();
    }
    if (button.dataset.act === "back") {
      const place = asker?.isConnected ? asker : one("#dn-thread .dn-number, #dn-question textarea");
      place?.scrollIntoView({ block: "center" });
      place?.focus();
    }
  });

  // ---------------------------------------------------------------- edited lines
  const EDITED = ".dn-edited [data-line]";
  const touched = (field) => field.closest(".dn-edit").classList.toggle("dn-edited", field.value !== field.defaultValue);
  const composes = (event) =>
    event.target.closest?.("#dn-compose") || (event.key === "Enter" && event.target.closest?.("#dn-topic"));
  for (const kind of ["click", "keydown"]) {
    // Before Gradio hears of it: composing anew would drop what was edited.
    document.addEventListener(
      kind,
      (event) => {
        if (!composes(event) || !one(EDITED)) return;
        if (kind === "keydown" && event.target.closest("#dn-compose")) return;
        if (window.confirm("Soạn lại sẽ bỏ những dòng đã sửa. Soạn lại?")) return;
        event.preventDefault();
        event.stopImmediatePropagation();
      },
      true,
    );
  }
  window.addEventListener("beforeunload", (event) => {
    if (one(EDITED)) event.preventDefault();
  });

  // ---------------------------------------------------------------- the question as typed outlives the page
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-line]")) touched(event.target);
    if (event.target.closest?.("#dn-question")) keep(DRAFT, event.target.value);
  });
  const restoreDraft = (area) => {
    const draft = kept(DRAFT);
    if (!draft || area.value) return;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(area, draft);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // ---------------------------------------------------------------- after each change of the page
  const linked = new URL(location.href).searchParams.get("clause");
  let opening = linked ? { pane: "#dn-reading", clause: linked } : null;
  let drafted = false, lastAnswer = null, lastShown = null, waited = false;
  const afterChange = () => {
    const area = one("#dn-question textarea");
    if (area && !drafted) {
      drafted = true;
      area.setAttribute("aria-describedby", "dn-question-error");
      restoreDraft(area);
      one("#dn-splash")?.remove();
      paint();
    }
    one("#dn-files .upload-container")?.removeAttribute("aria-label");
    if (area) area.setAttribute("aria-invalid", one("#dn-question-error .dn-error") ? "true" : "false");
    const asked = one("#dn-ask-state progress") !== null || waited;
    waited = one("#dn-ask-state progress") !== null;
    const answer = one("#dn-thread .dn-turn")?.dataset.turn ?? null;
    if (answer !== lastAnswer) {
      if (answer && lastAnswer !== undefined) {
        // The answer stands: what was typed is in the thread now.
        if (area && !area.value) keep(DRAFT, "");
        const count = document.querySelectorAll("#dn-thread > * .dn-turn .dn-sentence").length;
        const top = one("#dn-thread .dn-turn").getBoundingClientRect().top;
        if (asked && (top > window.innerHeight * 0.55 || top < 0)) one("#dn-thread .dn-turn").scrollIntoView();
        if (document.hasFocus()) say(count ? "Đã có câu trả lời." : "Đã có kết quả.");
        setTimeout(besideAnswer, 0);
      }
      lastAnswer = answer;
    }
    if (opening) arrive();
    place();
  };

  // On a wide screen the first clause cited stands beside the answer without a click; the focus stays where it is.
  const besideAnswer = () => {
    const first = one("#dn-thread .dn-turn")?.querySelector(".dn-number");
    if (narrow() || opening || !first || first.offsetParent === null) return;
    unasked = true;
    first.click();
    unasked = false;
  };

  // The clause asked for is there: bring it into view and put the focus on its title.
  const arrive = () => {
    const pane = one(opening.pane);
    const target = pane?.querySelector(".dn-target");
    if (!target || pane.offsetParent === null) return;
    if (opening.clause.includes("#") && target.dataset.id !== opening.clause) return;
    const title = pane.querySelector("h2") ?? target;
    const quiet = opening.unasked;
    opening = null;
    const box = target.closest(".dn-clauses");
    if (box && box.scrollHeight > box.clientHeight) box.scrollTop = target.offsetTop - 90;
    if (quiet) return;
    title.focus({ preventScroll: true });
    if (narrow()) (box && box.scrollHeight > box.clientHeight ? title : target).scrollIntoView({ block: "center" });
  };

  // The address bar carries the clause that Tra cứu shows, so that it can be kept, and a reload opens it again.
  const place = () => {
    const shown = one("#dn-reading [data-current]");
    if (shown && shown.dataset.current !== lastShown) {
      lastShown = shown.dataset.current;
      if (!opening && document.activeElement?.closest("#dn-words, #dn-find")) {
        opening = { pane: "#dn-reading", clause: lastShown };
        arrive();
      }
    }
    const looking = one('[role="tab"][aria-selected="true"]')?.dataset.tabId === "lookup";
    const url = new URL(location.href);
    if (looking && shown) url.searchParams.set("clause", shown.dataset.current);
    else if (one('[role="tab"][aria-selected="true"]') && !opening) url.searchParams.delete("clause");
    if (url.href !== location.href) history.replaceState(history.state, "", url);
  };
  const words = (node) => {
    const text = node.textContent?.trim();
    if (text && text in TOASTS && !node.children?.length) node.textContent = TOASTS[text];
  };
  let waiting = false;
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node.nodeType !== 1 || !node.closest(".toast-wrap")) continue;
        node.querySelectorAll("*").forEach(words);
      }
    }
    if (!waiting) {
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        afterChange();
      });
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["data-turn", "data-id", "aria-selected"] });

  const voice = document.createElement("div");
  voice.id = "dn-voice";
  voice.className = "dn-hidden";
  voice.setAttribute("aria-live", "polite");
  document.body.append(voice);
  afterChange();
}
