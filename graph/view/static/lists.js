// Search and the lists of nodes and ties: the picture for keyboards and screen readers.

const PAGE = 100;
const lists = { nodes: { shown: PAGE }, edges: { shown: PAGE } };
const STRENGTH = Object.keys(look.strokes);

function listTools() {
  const search = el("input", { id: "search", type: "search", placeholder: "Search names ( / )", autocomplete: "off", on: { input: searched, keydown: searchKey } });
  search.setAttribute("aria-label", "Search nodes and ties by any of their names");
  const box = el("section", { className: "find" }, el("h2", {}, "Find"), search, el("p", { id: "found", className: "hint" }));
  return [box, el("div", { id: "items" }, listBox("nodes", "Nodes"), listBox("edges", "Ties"))];
}

function listBox(group, head) {
  const list = el("ul", { id: `list-${group}`, className: "list", on: { keydown: (event) => walkList(event) } });
  const more = button("Show more", () => ((lists[group].shown += PAGE), showLists()), { id: `more-${group}` });
  return el("section", {}, el("h2", { id: `head-${group}` }, head), list, more);
}

function searched() {
  lists.nodes.shown = lists.edges.shown = PAGE;
  showLists();
}

/** Enter goes to the best match; the arrow down walks into the list. */
function searchKey(event) {
  const first = byId("list-nodes").querySelector("button") || byId("list-edges").querySelector("button");
  if (event.key === "Enter" && byId("search").value.trim() && first) pick(first.dataset.id);
  else if (event.key === "ArrowDown" && first) first.focus();
  else if (event.key === "Escape") ((byId("search").value = ""), searched());
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Nodes and ties that pass filters and search: the focus first, then names; ties strongest first. */
function listed(group) {
  const words = byId("search").value.trim();
  const found = data[group].filter((item) => isShown(item, state) && (!words || isFound(item, words)));
  if (group === "nodes") return found.sort((a, b) => startsWith(b, words) - startsWith(a, words) || (b.focus || 0) - (a.focus || 0) || (a.name < b.name ? -1 : 1));
  return found.sort((a, b) => STRENGTH.indexOf(a.status) - STRENGTH.indexOf(b.status) || a.at - b.at);
}

const startsWith = (node, words) => Number(Boolean(words) && folded(node.name).startsWith(folded(words)));

function showLists() {
  const found = ["nodes", "edges"].map(showList);
  const searching = byId("search").value.trim();
  byId("found").textContent = searching ? `${many(found[0], "node", "nodes")} and ${many(found[1], "tie", "ties")} found` : "";
}

function showList(group) {
  const [all, { shown }] = [listed(group), lists[group]];
  const rows = all.slice(0, shown).map((item, at) => el("li", {}, rowButton(item, at)));
  byId(`list-${group}`).replaceChildren(...rows);
  byId(`head-${group}`).textContent = `${group === "nodes" ? "Nodes" : "Ties"} (${number(all.length)})`;
  const more = byId(`more-${group}`);
  more.hidden = all.length <= shown;
  more.textContent = `Show ${Math.min(PAGE, all.length - shown)} more of ${number(all.length)}`;
  return all.length;
}

function rowButton(item, at) {
  const chosen = state.chosen === item.id;
  const small = item.group === "nodes" ? kindWords(item.kind) : statusWords(item.status) + (item.disputed ? ", disputed" : "");
  const made = button("", () => pick(item.id), { className: "row", tabIndex: at === 0 || chosen ? 0 : -1, ariaCurrent: String(chosen) });
  made.dataset.id = item.id;
  const beside = item.beside ? el("span", { className: "beside" }, ` (${item.beside})`) : "";
  made.append(...(item.group === "nodes" ? [bdi(item.name), beside] : sentenceParts(item)), el("small", {}, ` ${small}${state.pinned.has(item.id) ? ", pinned" : ""}`));
  return made;
}

/** Arrows walk a list, Home and End go to its ends: one stop for Tab. */
function walkList(event) {
  const rows = [...event.currentTarget.querySelectorAll("button")];
  const at = rows.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  if (next < 0) return byId("search").focus();
  if (!rows[next]) return;
  for (const row of rows) row.tabIndex = -1;
  rows[next].tabIndex = 0;
  rows[next].focus();
}

/** Mark the selected row without making the lists anew. */
function markRow() {
  for (const row of document.querySelectorAll("#tools .row")) row.setAttribute("aria-current", String(row.dataset.id === state.chosen));
}
