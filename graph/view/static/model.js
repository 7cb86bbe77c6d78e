// The data of the page, and what is worked out of it; nothing here draws.

const data = JSON.parse(byId("data").textContent);
for (const name of ["nodes", "edges", "claims", "sources"]) data[name] = rowsOf(data[name]);
const look = JSON.parse(byId("look").textContent);
const items = new Map();

/** The rows of a table as objects; what is empty is left out. */
function rowsOf({ columns, rows }) {
  return rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]]).filter(([, value]) => value !== "" && value !== undefined)));
}

/** Give each node and edge its place, its ends and empty lists where the data leaves them out. */
function readItems() {
  data.nodes.forEach((node, at) => {
    Object.assign(node, { look: node.look || node.kind, at, key: `n${at}`, group: "nodes", ties: [], claims: node.claims || [], values: node.values || {} });
    items.set(node.id, node);
  });
  data.edges.forEach((edge, at) => {
    Object.assign(edge, { phrase: edge.phrase, ...data.ties[edge.type], ...(edge.phrase ? { phrase: edge.phrase } : {}), at, key: `e${at}`, group: "edges", claims: edge.claims || [], values: edge.values || {} });
    edge.from = data.nodes[edge.start];
    edge.to = data.nodes[edge.end];
    edge.from.ties.push(edge);
    if (edge.to !== edge.from) edge.to.ties.push(edge);
    items.set(edge.id, edge);
  });
  for (const at of data.focus) data.nodes[at].focus = true;
}

/** Letters as search compares them: no marks, stops or hyphens, no case. */
const folded = (text) => text.normalize("NFKD").replace(/[\p{M}\p{P}]/gu, "").toLowerCase();

/** All names that a node is found by. */
function namesOf(node) {
  const aliases = ["alias", "weakAlias", "previousName"].flatMap((key) => node.values[key] || []);
  return [node.name, node.beside || "", ...(node.names || []), ...aliases];
}

/** Whether a node or tie is found by these words. */
function isFound(item, words) {
  const texts = item.group === "nodes" ? [...namesOf(item), item.kind] : [...namesOf(item.from), item.phrase, ...namesOf(item.to), item.status];
  const within = folded(texts.join(" "));
  return folded(words).split(/\s+/).every((word) => within.includes(word));
}

/** Whether a node or tie passes what is switched off and hidden. */
function isShown(item, state) {
  if (item.group === "nodes") return !state.off.kind.has(item.kind) && !state.hidden.has(item.id);
  if (state.off.tie.has(item.type) || state.off.status.has(item.status)) return false;
  return isShown(item.from, state) && isShown(item.to, state);
}

/** How often each value of a property stands among items, most first. */
function counts(several, property) {
  const found = new Map();
  for (const item of several) found.set(item[property], (found.get(item[property]) || 0) + 1);
  return [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** A node with its ties and their other ends. */
function around(item) {
  if (item.group === "edges") return [item, item.from, item.to];
  return [item, ...item.ties.flatMap((tie) => [tie, tie.from, tie.to])];
}

readItems();
