// The drawn graph: Cytoscape on one canvas, at the places that the data gives.

let cy = null;

function draw() {
  const elements = [...data.nodes.map(nodeElement), ...data.edges.map(edgeElement)];
  cy = cytoscape({
    container: byId("canvas"),
    elements,
    style: stylesheet(),
    layout: { name: "preset", fit: true, padding: 50 },
    minZoom: 0.02,
    maxZoom: 4,
    boxSelectionEnabled: false,
    selectionType: "single",
    autounselectify: true,
  });
  if (cy.zoom() > 1.35) cy.zoom({ level: 1.35, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  overlayMarks(cy);
  listenToCanvas();
  listen(show);
}

function listenToCanvas() {
  cy.on("tap", (event) => (event.target === cy ? choose(null) : choose(event.target.id())));
  let from = null;
  cy.on("grab", "node", (event) => (from = { ...event.target.position() }));
  cy.on("dragfree", "node", (event) => moved(event.target, from));
}

/** A dragged node is pinned; both can be taken back. */
function moved(node, from) {
  const to = { ...node.position() };
  if (from.x === to.x && from.y === to.y) return;
  const id = node.id();
  const before = state.pinned.has(id);
  const name = items.get(id).name;
  act(`Moved and pinned: ${name}`, () => (node.position(to), state.pinned.add(id)), () => {
    node.position(from);
    if (!before) state.pinned.delete(id);
  });
}

/** Show on the canvas what the state says. */
function show() {
  const out = standingOut();
  cy.batch(() => {
    cy.elements().forEach((drawn) => {
      const item = items.get(drawn.id());
      drawn.toggleClass("gone", !isShown(item, state));
      drawn.toggleClass("faded", out !== null && !out.has(item.id));
      drawn.toggleClass("chosen", state.chosen === item.id);
      drawn.toggleClass("pinned", state.pinned.has(item.id));
    });
  });
}

/** Bring a node or tie into sight. */
function goTo(id) {
  const several = cy.collection(around(items.get(id)).map((item) => cy.getElementById(item.id)));
  const box = several.renderedBoundingBox({ includeLabels: false });
  const within = box.x1 > 0 && box.y1 > 0 && box.x2 < cy.width() && box.y2 < cy.height();
  if (within && cy.zoom() > 0.6) return;
  cy.fit(several, 60);
  if (cy.zoom() > 1.35) {
    cy.zoom(1.35);
    cy.center(cy.getElementById(id));
  }
}

function zoomBy(factor) {
  cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
}

/** Everything as the file has it: places, pins, filters, selection. */
function reset() {
  const before = { off: Object.entries(state.off).map(([k, set]) => [k, new Set(set)]), hidden: new Set(state.hidden), pinned: new Set(state.pinned) };
  const places = cy.nodes().map((node) => [node, { ...node.position() }]);
  const putBack = () => {
    for (const [key, set] of before.off) state.off[key] = new Set(set);
    state.hidden = new Set(before.hidden);
    state.pinned = new Set(before.pinned);
    cy.batch(() => places.forEach(([node, at]) => node.position(at)));
  };
  act("Reset", () => {
    for (const key of Object.keys(state.off)) state.off[key].clear();
    state.hidden.clear();
    state.pinned.clear();
    cy.batch(() => data.nodes.forEach((node) => cy.getElementById(node.id).position({ x: node.x, y: node.y })));
  }, putBack);
  state.way = null;
  choose(null);
  cy.fit(undefined, 50);
}
