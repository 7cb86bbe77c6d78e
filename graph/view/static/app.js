// Puts the page together: tools on the left, the canvas, the panel on the right.

function barTools() {
  const bar = el("div", { id: "bar", role: "toolbar", ariaLabel: "Picture" });
  const record = byId("record");
  const asTable = button("All evidence as a table", () => {
    const open = record.classList.toggle("open");
    asTable.setAttribute("aria-expanded", String(open));
    if (open) (record.scrollIntoView(), record.focus({ preventScroll: true }));
  }, { ariaExpanded: "false" });
  bar.append(
    button("Undo", undo, { id: "undo", disabled: true, title: "Ctrl+Z" }),
    button("Reset", reset),
    button("Fit", () => seeAll(), { title: "Key 0 on the canvas" }),
    button("+", () => zoomBy(1.25), { ariaLabel: "Zoom in" }),
    button("−", () => zoomBy(0.8), { ariaLabel: "Zoom out" }),
    button("Save as PNG", keepPicture),
    asTable,
  );
  return bar;
}

function labelCanvas() {
  const canvas = byId("canvas");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  const size = `${many(data.nodes.length, "node", "nodes")} and ${many(data.edges.length, "tie", "ties")}`;
  canvas.setAttribute("aria-label", `Picture of ${size}. Arrow keys move it, plus and minus zoom, 0 fits, N and P go from node to node. The lists say the same in words.`);
}

function start() {
  byId("picture").prepend(barTools());
  byId("tools").append(...wayTools(), ...listTools(), el("section", {}, el("h2", {}, "Filter"), el("p", { id: "hidden" }), ...filterTools()));
  labelCanvas();
  draw();
  listen(showPanel);
  listen(showWays);
  listen(showFilters);
  listen(() => (byId("undo").disabled = !past.length));
  let listedFor = "";
  listen(() => {
    const key = JSON.stringify([[...state.off.kind], [...state.off.tie], [...state.off.status], [...state.hidden], [...state.pinned]]);
    if (key === listedFor) return markRow();
    listedFor = key;
    showLists();
  });
  listenToKeys();
  showPanel();
  changed();
  listen(show);
  readAddress();
}

// A canvas does not wait for the letters that it needs: what it drew as empty boxes would stay so.
Promise.allSettled([...document.fonts].map((face) => face.load())).then(start);
