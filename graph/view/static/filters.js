// Filters by kind, tie and status: what is switched off is hidden, never gone from the record below.

function filterTools() {
  const groups = [
    ["kind", "Kinds", counts(data.nodes, "kind"), kindWords],
    ["tie", "Ties", counts(data.edges, "type"), (type) => data.ties[type].phrase],
    ["status", "Statuses of ties", counts(data.edges, "status").sort((a, b) => STRENGTH.indexOf(a[0]) - STRENGTH.indexOf(b[0])), statusWords],
  ];
  return groups.filter(([, , rows]) => rows.length).map(([key, head, rows, words]) => filterBox(key, head, rows, words));
}

function filterBox(key, head, rows, words) {
  const boxes = rows.map(([value, count]) => {
    const box = el("input", { type: "checkbox", checked: true, on: { change: () => toggle(() => state.off[key], value, `Filter: ${words(value)}`) } });
    box.dataset.key = key;
    box.dataset.value = value;
    return el("label", {}, box, ` ${words(value)} `, el("small", {}, `(${number(count)})`));
  });
  return el("details", { className: "filter", open: rows.length <= 6 }, el("summary", {}, head), el("fieldset", { ariaLabel: head }, ...boxes));
}

/** Checkboxes follow the state, which undo and reset change as well. */
function showFilters() {
  for (const box of document.querySelectorAll(".filter input")) box.checked = !state.off[box.dataset.key].has(box.dataset.value);
  const hidden = state.hidden.size;
  byId("hidden").replaceChildren(
    ...(hidden ? [`${many(hidden, "node", "nodes")} hidden. `, button("Show all again", () => act("Hidden nodes shown again", () => state.hidden.clear()))] : []),
  );
}
