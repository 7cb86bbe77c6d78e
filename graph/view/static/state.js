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

/** Do something that can be taken back: `undo` is the way back, `words` what it is called. */
function act(words, run, undo) {
  run();
  past.push({ words, undo });
  tell(words);
  changed();
}

function undo() {
  const last = past.pop();
  if (!last) return tell("Nothing to undo.");
  last.undo();
  tell(`Undone: ${last.words}`);
  changed();
}

/** Put a value into a set or take it out, in a way that can be taken back. */
function toggle(set, value, words) {
  const flip = () => (set.has(value) ? set.delete(value) : set.add(value));
  act(words, flip, flip);
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
