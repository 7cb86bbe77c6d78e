// The answer's paths: choosing one fades the rest; each stands with its weakest status.

function wayTools() {
  if (!data.ways.length) return [];
  const rows = data.ways.map((way, at) => el("li", {}, wayButton(way, at)));
  return [el("section", {}, el("h2", {}, `Paths (${data.ways.length})`), el("ol", { id: "ways" }, ...rows))];
}

function wayButton(way, at) {
  const part = way.part === "stated" ? "" : `, ${way.part}`;
  const made = button("", () => (chooseWay(at), seeWay()), { className: "row way", ariaPressed: "false" });
  made.append(
    el("b", {}, `${statusWords(way.status)}${part}, ${many(way.edges.length, "step", "steps")}`),
    el("span", {}, ...way.nodes.flatMap((node, place) => [place ? " › " : "", bdi(data.nodes[node].name)])),
  );
  return made;
}

/** Bring the chosen path into sight. */
function seeWay() {
  const out = state.way === null ? null : data.ways[state.way].nodes.map((at) => cy.getElementById(data.nodes[at].id));
  cy.fit(out ? cy.collection(out) : undefined, 70);
  if (cy.zoom() > 1.35) (cy.zoom(1.35), cy.center(out ? cy.collection(out) : undefined));
}

function showWays() {
  document.querySelectorAll(".way").forEach((row, at) => row.setAttribute("aria-pressed", String(state.way === at)));
}
