// The answer's paths: choosing one fades the rest; each stands with its weakest status.

function wayTools() {
  if (!data.ways.length) return [];
  const rows = data.ways.map((way, at) => el("li", {}, wayButton(way, at)));
  return [el("section", {}, el("h2", {}, `Paths (${data.ways.length})`), el("ol", { id: "ways" }, ...rows))];
}

function wayButton(way, at) {
  const alike = data.ways.filter(({ nodes }) => String(nodes) === String(way.nodes)).length > 1;
  const made = button("", () => (chooseWay(at), seeWay()), { className: "row way", ariaPressed: "false" });
  made.append(
    el("b", {}, wayStanding(way)),
    el("span", {}, ...way.nodes.flatMap((node, place) => [place ? " › " : "", bdi(data.nodes[node].name)])),
    alike ? el("small", {}, ` ${way.edges.map((edge) => data.edges[edge].phrase).join(" › ")}`) : "",
  );
  return made;
}

/** Bring the chosen path into sight. */
function seeWay() {
  if (state.way === null) return seeAll();
  const out = cy.collection(data.ways[state.way].nodes.map((at) => drawnOf(data.nodes[at])));
  cy.fit(out, 70);
  if (cy.zoom() > NEAREST) (cy.zoom(NEAREST), cy.center(out));
}

function showWays() {
  document.querySelectorAll(".way").forEach((row, at) => row.setAttribute("aria-pressed", String(state.way === at)));
}
