// How far the reading is, said by the server as it happens; the page is loaded anew when it is over.
export const progress = (root) => {
  for (const box of root.querySelectorAll("[data-progress]")) {
    if (!box.dataset.progress || box.dataset.listening) continue;
    box.dataset.listening = "yes";
    const source = new EventSource(box.dataset.progress);
    source.onmessage = (e) => {
      const now = JSON.parse(e.data);
      const left = now.waiting + now.taken;
      const say = (name, value) => { const el = box.querySelector(`[data-n="${name}"]`); if (el) el.textContent = value; };
      say("done", now.done); say("left", left); say("failed", now.failed);
      const bar = box.querySelector("progress");
      if (bar) { bar.max = Math.max(1, left + now.done + now.failed); bar.value = now.done + now.failed; }
      if (!now.running) { source.close(); location.reload(); }
    };
    source.onerror = () => source.close();
  }
};
