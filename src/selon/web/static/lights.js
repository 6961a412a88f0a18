// A card and its words light together, from either side; layers are switched without loading the page again.
export const lights = (root) => {
  const home = root.querySelector("[data-reading]");
  if (!home || home.dataset.lights) return;
  home.dataset.lights = "on";
  const parts = new Map();
  for (const el of document.querySelectorAll("[data-of]"))
    for (const id of el.dataset.of.split(" ")) {
      if (!parts.has(id)) parts.set(id, []);
      parts.get(id).push(el);
    }
  let lit = [];
  const light = (el) => {
    for (const other of lit) other.classList.remove("lit");
    lit = el ? el.dataset.of.split(" ").flatMap((id) => parts.get(id) || []) : [];
    for (const other of lit) other.classList.add("lit");
  };
  const over = (e) => light(e.target.closest ? e.target.closest("[data-of]") : null);
  document.addEventListener("mouseover", over);
  document.addEventListener("focusin", over);
  home.addEventListener("click", (e) => {
    const mark = e.target.closest(".text .m.trigger");
    if (!mark || String(getSelection())) return;
    const card = mark.dataset.of.split(" ").map((id) => document.getElementById(id)).find(Boolean);
    if (card) { card.scrollIntoView({ block: "nearest" }); card.querySelector("[data-open]").focus({ preventScroll: true }); }
  });
};

export const layers = (root) => {
  const home = root.querySelector("[data-reading]");
  if (!home) return;
  for (const button of root.querySelectorAll("[data-layer]"))
    button.addEventListener("click", (e) => {
      e.preventDefault();
      const on = home.classList.toggle(`hide-${button.dataset.layer}`);
      button.setAttribute("aria-pressed", String(!on));
      const address = new URL(location.href);
      const hidden = [...document.querySelectorAll("[data-layer][aria-pressed=false]")].map((b) => b.dataset.layer);
      if (hidden.length) address.searchParams.set("hide", hidden.join(","));
      else address.searchParams.delete("hide");
      history.replaceState(history.state, "", address);
    });
};
