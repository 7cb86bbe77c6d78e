// The drawn graph: Cytoscape on one canvas, at the places that the data gives.

let cy = null;
const NEAREST = 1.35;

/** What is drawn has keys of ours (n0, e0), and never an id of the data. */
const drawnOf = (item) => cy.getElementById(item.key);
const itemOf = (drawn) => data[drawn.group()][Number(drawn.id().slice(1))];

/** Zoom and pan at which everything is seen: worked out of the places, before anything is drawn. */
function wholeView() {
  const { clientWidth: wide, clientHeight: high } = byId("canvas");
  const xs = data.nodes.map((node) => node.x);
  const ys = data.nodes.map((node) => node.y);
  const ends = (values) => values.reduce(([low, top], value) => [Math.min(low, value), Math.max(top, value)], [Infinity, -Infinity]);
  const [[left, right], [top, bottom]] = [ends(xs), ends(ys)];
  if (!data.nodes.length) return { zoom: 1, pan: { x: 0, y: 0 } };
  const zoom = Math.min((wide - 40) / (right - left + 150), (high - 30) / (bottom - top + 110), NEAREST);
  return { zoom, pan: { x: wide / 2 - (zoom * (left + right)) / 2, y: high / 2 - (zoom * (top + bottom + 30)) / 2 } };
}

function draw() {
  cytoscape.warnings(false);
  const view = wholeView();
  level = levelAt(view.zoom);
  const elements = [...data.nodes.map((node) => nodeElement(node, level)), ...data.edges.map((edge) => edgeElement(edge, level))];
  cy = cytoscape({
    container: byId("canvas"),
    elements,
    style: stylesheet(lettersFor(view.zoom)),
    layout: { name: "preset", fit: false },
    ...view,
    minZoom: Math.min(view.zoom / 2, 0.3),
    maxZoom: 4,
    boxSelectionEnabled: false,
    selectionType: "single",
    autounselectify: true,
  });
  overlayMarks(cy);
  listenToCanvas();
  listen(show);
}

function listenToCanvas() {
  cy.on("tap", (event) => (event.target === cy ? choose(null) : choose(itemOf(event.target).id)));
  let from = null;
  cy.on("zoom", setLevel);
  cy.on("grab", "node", (event) => (from = { ...event.target.position() }));
  cy.on("dragfree", "node", (event) => moved(event.target, from));
}

/** From afar all is drawn larger, in steps. */
let level = 1;
const levelAt = (zoom) => LEVELS.find((one) => one * zoom >= 0.5) || LEVELS[LEVELS.length - 1];
function setLevel() {
  const next = levelAt(cy.zoom());
  if (next === level) return;
  cy.batch(() => cy.elements().removeClass(`far${level}`).addClass(next === 1 ? "" : `far${next}`));
  level = next;
}

/** A dragged node is pinned; both can be taken back. */
function moved(node, from) {
  const to = { ...node.position() };
  if (from.x === to.x && from.y === to.y) return;
  const { id, name } = itemOf(node);
  const before = state.pinned.has(id);
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
      const item = itemOf(drawn);
      drawn.toggleClass("gone", !isShown(item, state));
      drawn.toggleClass("faded", out !== null && !out.has(item.id));
      drawn.toggleClass("chosen", state.chosen === item.id);
      drawn.toggleClass("pinned", state.pinned.has(item.id));
    });
  });
}

/** Bring a node or tie into sight. */
function goTo(id) {
  const several = cy.collection(around(items.get(id)).map((item) => drawnOf(item)));
  const box = several.renderedBoundingBox({ includeLabels: false });
  const within = box.x1 > 0 && box.y1 > 0 && box.x2 < cy.width() && box.y2 < cy.height();
  if (within && cy.zoom() > 0.6) return;
  cy.fit(several, 60);
  if (cy.zoom() > NEAREST) {
    cy.zoom(NEAREST);
    cy.center(drawnOf(items.get(id)));
  }
}

const seeAll = () => cy.viewport(wholeView());

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
    cy.batch(() => data.nodes.forEach((node) => drawnOf(node).position({ x: node.x, y: node.y })));
  }, putBack);
  state.way = null;
  choose(null);
  seeAll();
}
