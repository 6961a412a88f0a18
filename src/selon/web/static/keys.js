// Keys press what the page shows: an element with data-key is clicked, one with data-key-focus gets the focus.
// Rows (data-row) are walked with j and k, opened with Enter. Nothing happens while somebody types.
const typing = (el) => el.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
const visible = (el) => el.offsetParent !== null || el.getClientRects().length > 0;
const find = (attribute, key) =>
  [...document.querySelectorAll(`[${attribute}]`)].find((el) => el.getAttribute(attribute) === key && visible(el));

let first = "";
let firstAt = 0;

const step = (by) => {
  const rows = [...document.querySelectorAll("[data-rows] [data-row], [data-row]")].filter((r, i, all) => visible(r) && all.indexOf(r) === i);
  if (!rows.length) return false;
  const now = rows.findIndex((r) => r.classList.contains("at"));
  const next = rows[Math.max(0, Math.min(rows.length - 1, now < 0 ? (by > 0 ? 0 : rows.length - 1) : now + by))];
  for (const r of rows) r.classList.toggle("at", r === next);
  const link = next.querySelector("[data-open]") || next.querySelector("a, button");
  if (link) link.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
};

const press = (key) => {
  const focus = find("data-key-focus", key);
  if (focus) { focus.focus(); if (focus.select) focus.select(); return true; }
  const el = find("data-key", key);
  if (el) { el.click(); return true; }
  if (key === "j") return step(1);
  if (key === "k") return step(-1);
  return false;
};

export const keys = (doc) => {
  doc.addEventListener("keydown", (e) => {
    if (doc.body.dataset.keys === "off" || e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    if (e.key === "Escape" && typing(e.target)) { e.target.blur(); return; }
    if (typing(e.target)) return;
    if (e.key === "Enter" && e.target.closest("a, button, summary, input")) return;
    const now = Date.now();
    const two = first && now - firstAt < 1200 ? `${first} ${e.key}` : "";
    first = "";
    if (two && press(two)) { e.preventDefault(); return; }
    if (e.key === "g") { first = "g"; firstAt = now; return; }
    if (press(e.key)) e.preventDefault();
  });
};
