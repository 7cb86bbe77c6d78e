// Keys: / searches, Ctrl+Z takes back, Escape shows all; on the canvas arrows move and + - 0 zoom.

const PAN = 60;
const MOVES = { ArrowLeft: [PAN, 0], ArrowRight: [-PAN, 0], ArrowUp: [0, PAN], ArrowDown: [0, -PAN] };

function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input[type=search], textarea");
    if (event.key === "/" && !typing) byId("search").focus();
    else if ((event.ctrlKey || event.metaKey) && event.key === "z" && !typing) undo();
    else if (event.key === "Escape" && !typing) ((state.way = null), choose(null));
    else return;
    event.preventDefault();
  });
  byId("canvas").addEventListener("keydown", canvasKey);
  window.addEventListener("hashchange", readAddress);
}

function canvasKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const move = MOVES[event.key];
  if (move) cy.panBy({ x: move[0], y: move[1] });
  else if (event.key === "+" || event.key === "=") zoomBy(1.25);
  else if (event.key === "-") zoomBy(0.8);
  else if (event.key === "0") seeAll();
  else if (event.key === "n" || event.key === "p") walkNodes(event.key === "n" ? 1 : -1);
  else return;
  event.preventDefault();
}

/** Go from node to node in the order of the list, without leaving the canvas. */
function walkNodes(step) {
  const order = listed("nodes");
  const at = order.findIndex((node) => node.id === state.chosen);
  const next = order[(at + step + order.length) % order.length];
  if (!next) return;
  choose(next.id);
  goTo(next.id);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** Select what the address names: #at=ID or #path=NUMBER. */
function readAddress() {
  const [key, raw = ""] = location.hash.slice(1).split("=");
  const value = decoded(raw);
  if (key === "at" && items.has(value)) {
    choose(value);
    goTo(value);
  } else if (key === "path" && data.ways[Number(value) - 1]) {
    if (state.way !== Number(value) - 1) chooseWay(Number(value) - 1);
    seeWay();
  }
}
