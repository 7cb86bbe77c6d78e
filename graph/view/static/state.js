// What the reader changed, and how it is taken back; everyone who shows it listens.

const state = {
  off: { kind: new Set(), tie: new Set(), status: new Set() },
  hidden: new Set(),
  pinned: new Set(),
  way: null,
  chosen: null,
};
const listeners = [];
const past = [];

const listen = (run) => listeners.push(run);
const changed = () => listeners.forEach((run) => run());

/** Everything that can be taken back: filters, hidden and pinned nodes, places. */
function snapshot() {
  const { off, hidden, pinned } = state;
  const kept = Object.fromEntries(Object.entries(off).map(([key, set]) => [key, new Set(set)]));
  return { off: kept, hidden: new Set(hidden), pinned: new Set(pinned), places: cy.nodes().map((node) => ({ ...node.position() })) };
}

/** Do something that can be taken back; `words` is what it is called. */
function act(words, run, before = snapshot()) {
  run();
  past.push({ words, before });
  tell(words);
  changed();
}

function undo() {
  const last = past.pop();
  if (!last) return tell("Nothing to undo.");
  const { places, ...kept } = last.before;
  Object.assign(state, kept);
  cy.batch(() => cy.nodes().forEach((node, at) => node.position(places[at])));
  tell(`Undone: ${last.words}`);
  changed();
}

/** Put a value into a set of the state or take it out. */
function toggle(set, value, words) {
  act(words, () => set().delete(value) || set().add(value));
}

/** Select a node or tie, or nothing; the address keeps it. */
function choose(id) {
  state.chosen = items.has(id) ? id : null;
  const part = state.chosen ? `at=${encodeURIComponent(state.chosen)}` : state.way === null ? "" : `path=${state.way + 1}`;
  history.replaceState(null, "", part ? `#${part}` : location.pathname + location.search);
  if (state.chosen) tell(`Selected: ${title(items.get(id))}, ${standing(items.get(id))}`);
  changed();
}

/** Fade everything but one of the answer's paths; the same again shows all. */
function chooseWay(at) {
  state.way = state.way === at ? null : at;
  state.chosen = null;
  tell(state.way === null ? "All paths" : `Path ${at + 1}`);
  choose(null);
}

/** What stands out while something is selected; null: everything. */
function standingOut() {
  const found = new Set();
  if (state.chosen) for (const item of around(items.get(state.chosen))) found.add(item.id);
  else if (state.way !== null) {
    const way = data.ways[state.way];
    for (const at of way.nodes) found.add(data.nodes[at].id);
    for (const at of way.edges) found.add(data.edges[at].id);
  } else return null;
  return found;
}
