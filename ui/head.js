(() => {
  // Gradio picks its words by the browser's language and then names the page's language after them. Its own words
  // are given in Vietnamese under "en" (ui/words.py), and the page stays "vi" for screen readers.
  const root = document.documentElement;
  try {
    Object.defineProperty(navigator, "language", { get: () => "en" });
    Object.defineProperty(navigator, "languages", { get: () => ["en"] });
  } catch (error) {
    console.warn(error);
  }
  new MutationObserver(() => {
    if (root.lang !== "vi") root.lang = "vi";
  }).observe(root, { attributes: true, attributeFilter: ["lang"] });
})();
