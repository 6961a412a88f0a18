// Lights what belongs together: a card and its words. Comfort only; the page says everything without it.
(() => {
  const parts = new Map();
  for (const el of document.querySelectorAll("[data-of]"))
    for (const id of el.dataset.of.split(" ")) {
      if (!parts.has(id)) parts.set(id, []);
      parts.get(id).push(el);
    }
  const light = (el, on) => {
    for (const id of el.dataset.of.split(" "))
      for (const other of parts.get(id) || []) other.classList.toggle("lit", on);
  };
  for (const el of document.querySelectorAll("[data-of]")) {
    el.addEventListener("mouseenter", () => light(el, true));
    el.addEventListener("mouseleave", () => light(el, false));
  }
})();
