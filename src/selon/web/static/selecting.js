// A selection in the text becomes exact code points: every stretch says where it starts (data-s), and what lies
// before the selection inside it is counted in code points, not in the browser's UTF-16 units.
const points = (text) => [...text].length;
const stretches = (home) => [...home.querySelectorAll("[data-s]")].filter((el) => !el.querySelector("[data-s]"));
const start = (el) => Number(el.dataset.s);
const end = (el) => start(el) + (el.dataset.n ? Number(el.dataset.n) : points(el.textContent));

// Where one edge of a selection stands; edges between elements (a triple click makes them) go to the nearest stretch.
const place = (home, node, offset, isEnd) => {
  const own = node.nodeType === Node.TEXT_NODE ? node.parentElement.closest("[data-s]") : null;
  if (own && home.contains(own)) {
    if (own.dataset.n) return isEnd ? end(own) : start(own);
    return start(own) + points(node.data.slice(0, offset));
  }
  const edge = document.createRange();
  edge.setStart(node, offset);
  const all = stretches(home);
  const at = (el) => edge.comparePoint(el, 0) >= 0; // the stretch begins at the edge or after it
  if (isEnd) { const before = all.filter((el) => !at(el)); return before.length ? end(before.at(-1)) : null; }
  const after = all.find(at);
  return after ? start(after) : null;
};

export const selected = (home) => {
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  const from = place(home, range.startContainer, range.startOffset, false);
  const to = place(home, range.endContainer, range.endOffset, true);
  if (from === null || to === null || to <= from) return null;
  const words = chosen.toString();
  const left = points(words) - points(words.trimStart());
  return to > from + left ? [from + left, to] : null;
};

export const selecting = (root) => {
  const home = root.querySelector("[data-selectable]");
  for (const button of root.querySelectorAll("[data-take]")) {
    button.addEventListener("mousedown", (e) => e.preventDefault());
    button.addEventListener("click", () => {
      const span = home && selected(home);
      const field = document.querySelector(`[data-span="${button.dataset.take}"]`);
      if (span && field) { field.value = span.join("-"); field.focus(); }
    });
  }
};
