// A selection in the text becomes exact code points: every stretch says where it starts (data-s), and what lies
// before the selection inside it is counted in code points, not in the browser's UTF-16 units.
const points = (text) => [...text].length;

const place = (node, offset) => {
  const el = node.nodeType === Node.TEXT_NODE ? node.parentElement : node.childNodes[offset] || node;
  const stretch = (el.nodeType === Node.TEXT_NODE ? el.parentElement : el).closest("[data-s]");
  if (!stretch) return null;
  const start = Number(stretch.dataset.s);
  if (stretch.dataset.n) return start + (offset ? Number(stretch.dataset.n) : 0);
  if (node.nodeType !== Node.TEXT_NODE) return start;
  return start + points(node.data.slice(0, offset));
};

export const selected = () => {
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  const start = place(range.startContainer, range.startOffset);
  const end = place(range.endContainer, range.endOffset);
  if (start === null || end === null || end <= start) return null;
  const words = chosen.toString();
  const left = points(words) - points(words.trimStart());
  const right = points(words) - points(words.trimEnd());
  return end - right > start + left ? [start + left, end - right] : null;
};

export const selecting = (root) => {
  for (const button of root.querySelectorAll("[data-take]")) {
    button.addEventListener("mousedown", (e) => e.preventDefault());
    button.addEventListener("click", () => {
      const span = selected();
      const field = document.querySelector(`[data-span="${button.dataset.take}"]`);
      if (span && field) { field.value = span.join("-"); field.focus(); }
    });
  }
};
