// The drawn graph: Cytoscape on one canvas, at the places that the data gives.

let cy = null;
/** Zoom at which what is selected is seen, at most and at least. */
const NEAREST = 1.35;
const FARTHEST = 0.35;

/** What is drawn has keys of ours (n0, e0), and never an id of the data. */
const drawnOf = (item) => cy.getElementById(item.key);
const itemOf = (drawn) => data[drawn.group()][Number(drawn.id().slice(1))];

/** Use the height of the canvas: a small picture is drawn out downwards, which overlaps nothing. */
function useHeight() {
  if (data.nodes.length > FEW) return;
  const ys = data.nodes.map((node) => node.y);
  const [top, height] = [Math.min(...ys), Math.max(...ys) - Math.min(...ys)];
  const room = (byId("canvas").clientHeight - 30) / wholeView().zoom - 190;
  const more = height ? Math.min(1.4, Math.max(1, room / height)) : 1;
  for (const node of data.nodes) node.y = top + (node.y - top) * more;
}

/** Zoom and pan at which everything is seen: worked out of the places, before anything is drawn. */
function wholeView() {
  const views = LEVELS.map((one) => viewOf([...data.nodes, ...fans(one)]));
  return views.find((view, at) => levelAt(view.zoom) <= LEVELS[at]) || views[views.length - 1];
}

function viewOf(points) {
  const { clientWidth: wide, clientHeight: high } = byId("canvas");
  const [left, right] = ends(points.map((point) => point.x));
  const [top, bottom] = ends(points.map((point) => point.y));
  const around = data.gathered ? 330 : 150;
  if (!points.length) return { zoom: 1, pan: { x: 0, y: 0 } };
  const zoom = Math.min((wide - 40) / (right - left + around), (high - 30) / (bottom - top + around + 40), NEAREST);
  return { zoom, pan: { x: wide / 2 - (zoom * (left + right)) / 2, y: high / 2 - (zoom * (top + bottom + 10)) / 2 } };
}

/** Where the outermost of many ties between the same two pass: they fan out wider than nodes stand. */
function fans(one) {
  const apart = (one === 1 ? 112 : 58 * one ** 0.7) / 4;
  return manyTies().flatMap(([a, b, count]) => {
    const far = (apart * (count - 1)) / (Math.hypot(b.x - a.x, b.y - a.y) || 1);
    return [far, -far].map((side) => ({ x: (a.x + b.x) / 2 + side * (b.y - a.y), y: (a.y + b.y) / 2 + side * (a.x - b.x) }));
  });
}

/** Nodes with more than a few ties between them, and how many. */
function manyTies() {
  const found = new Map();
  for (const { start, end } of data.edges) {
    const pair = `${Math.min(start, end)} ${Math.max(start, end)}`;
    if (start !== end) found.set(pair, (found.get(pair) || 0) + 1);
  }
  return [...found].filter(([, count]) => count > 5).map(([pair, count]) => [...pair.split(" ").map((at) => data.nodes[at]), count]);
}

function draw() {
  cytoscape.warnings(false);
  useHeight();
  const view = wholeView();
  level = levelAt(view.zoom);
  named = namesAt(level);
  letters = lettersFor(view.zoom);
  const elements = [...data.nodes.map((node) => nodeElement(node, level)), ...data.edges.map((edge) => edgeElement(edge, level))];
  cy = cytoscape({
    container: byId("canvas"),
    elements,
    style: stylesheet(letters, level),
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
}

function listenToCanvas() {
  cy.on("zoom", setLevel);
  cy.on("tap", (event) => (event.target === cy ? choose(null) : choose(itemOf(event.target).id)));
  let before = null;
  cy.on("grab", "node", () => (before = snapshot()));
  cy.on("dragfree", "node", (event) => moved(event.target, before));
}

/** From afar all is drawn larger, in steps. */
let level = 1;
let letters = 1;
let named = new Map();
const levelAt = (zoom) => LEVELS.find((one) => one * zoom >= 0.58) || LEVELS[LEVELS.length - 1];
function setLevel() {
  const next = levelAt(cy.zoom());
  if (next === level) return;
  named = namesAt(next);
  cy.batch(() => {
    cy.nodes().removeClass(SIDES.map((side) => `to-${side}`)).forEach((drawn) => {
      drawn.toggleClass("named", named.has(drawn.id()));
      if (named.has(drawn.id())) drawn.addClass(`to-${named.get(drawn.id())}`);
    });
  });
  level = next;
  cy.style(stylesheet(letters, level));
}

/** A dragged node is pinned. */
function moved(node, before) {
  const { id, at, name } = itemOf(node);
  const [from, to] = [before.places[at], node.position()];
  if (from.x !== to.x || from.y !== to.y) act(`Moved and pinned: ${name}`, () => state.pinned.add(id), before);
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
  const zoom = Math.min(NEAREST, Math.max(FARTHEST, cy.zoom()));
  if (zoom === cy.zoom()) return;
  cy.zoom(zoom);
  cy.center(drawnOf(items.get(id)));
}

const seeAll = () => cy.viewport(wholeView());

function zoomBy(factor) {
  cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
}

/** Everything as the file has it: places, pins, filters, selection. */
function reset() {
  act("Reset", () => {
    for (const set of [...Object.values(state.off), state.hidden, state.pinned]) set.clear();
    cy.batch(() => data.nodes.forEach((node) => drawnOf(node).position({ x: node.x, y: node.y })));
  });
  state.way = null;
  choose(null);
  seeAll();
}
