// The desk's comfort: keys, lit marks, layers, selecting words, ticks, progress. Every page works without it.
import { keys } from "./keys.js";
import { lights, layers } from "./lights.js";
import { selecting } from "./selecting.js";
import { progress } from "./progress.js";

document.documentElement.classList.add("has-js");

const ticks = (root) => {
  for (const all of root.querySelectorAll("[data-tick-all]"))
    all.addEventListener("change", () => {
      const name = "claim";
      for (const box of document.querySelectorAll(`input[type=checkbox][name=${name}]`))
        if (box.form === all.form) box.checked = all.checked;
    });
};

const start = (root) => { lights(root); layers(root); selecting(root); progress(root); ticks(root); };
start(document);
keys(document);
document.addEventListener("htmx:after:swap", () => start(document));
