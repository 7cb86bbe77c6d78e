// The evidence of what is selected: every claim with its words, its source and what is added to it.

function showPanel() {
  const item = items.get(state.chosen);
  const box = byId("panel");
  box.replaceChildren(...(item ? itemPanel(item) : state.way === null ? openingPanel() : wayPanel(data.ways[state.way])));
  box.scrollTop = 0;
}

const GATHERED_HINT = "Select a group: what it stands for is counted here, and the commands that show its members.";

/** What stands in the panel while nothing is selected. */
function openingPanel() {
  const lists = [["Not known", data.not_known], ["Notes", data.notes]].filter(([, lines]) => lines.length);
  const parts = lists.flatMap(([head, lines]) => [el("h3", {}, head), el("ul", {}, ...lines.map((line) => el("li", {}, bdi(line))))]);
  const hint = "Select a node or a tie, in the picture or in the lists: every claim behind it stands here, with its quote and source.";
  const narrow = data.gathered ? [el("h3", {}, "Best connected"), ...commandList(data.gathered.narrow)] : [];
  return [el("h2", {}, "Evidence"), el("p", { className: "hint" }, data.gathered ? GATHERED_HINT : hint), ...narrow, ...deniedClaims(data.denials, null), ...parts];
}

/** The steps of the chosen path, each a button to its evidence. */
function wayPanel(way) {
  const steps = way.edges.map((at) => el("li", {}, tieButton(data.edges[at])));
  const head = `Path ${state.way + 1}: ${wayStanding(way)}`;
  return [el("h2", {}, head), el("p", { className: "hint" }, "A path is as weak as its weakest step."), el("ol", { className: "ties" }, ...steps)];
}

function itemPanel(item) {
  const claims = item.claims.filter((at) => data.claims[at].status !== "denied");
  const denied = [...new Set([...item.claims.filter((at) => data.claims[at].status === "denied"), ...(item.denials || [])])];
  return [
    heading(item),
    el("p", { className: "standing" }, standing(item)),
    actions(item),
    ...(item.count ? groupFacts(item) : []),
    ...(item.group === "nodes" ? nodeFacts(item) : edgeFacts(item)),
    data.gathered ? "" : el("h3", {}, claims.length ? many(claims.length, "claim", "claims") : "No claim of it is shown through this lens"),
    ...claims.map((at) => claimBox(data.claims[at], item)),
    ...deniedClaims(denied, item),
  ];
}

function heading(item) {
  const head = el("h2", { tabIndex: -1 });
  if (item.group === "nodes") {
    head.append(bdi(item.name), item.beside ? el("span", { className: "beside" }, ` (${item.beside})`) : "", el("small", {}, ` ${kindWords(item.kind)}`));
  } else {
    head.append(nodeLink(item.from), between(item), nodeLink(item.to));
  }
  return head;
}

const nodeLink = (node) => button(bdi(node.name), () => pick(node.id), { className: "inline" });

/** Select from a list or the panel: the canvas moves there too. */
function pick(id) {
  choose(id);
  goTo(id);
  byId("panel").querySelector("h2").focus();
}

function actions(item) {
  const box = el("p", { className: "actions" });
  if (item.group === "nodes") {
    const pinned = state.pinned.has(item.id);
    box.append(
      button(pinned ? "Unpin" : "Pin", () => toggle(() => state.pinned, item.id, `${pinned ? "Unpinned" : "Pinned"}: ${item.name}`), { ariaPressed: String(pinned) }),
      button(state.hidden.has(item.id) ? "Show again" : "Hide", () => toggle(() => state.hidden, item.id, `Hidden or shown: ${item.name}`)),
    );
  }
  box.append(button("Show all", () => choose(null)));
  return box;
}

function nodeFacts(node) {
  const facts = Object.entries(node.values).map(([key, values]) => [key, values.join("; ")]);
  if (node.names) facts.unshift(["names", node.names.join("; ")]);
  const ties = node.ties.filter((tie) => isShown(tie, state));
  const list = el("ul", { className: "ties" }, ...ties.slice(0, 60).map((tie) => el("li", {}, tieButton(tie))));
  const more = ties.length > 60 ? el("p", {}, `${ties.length - 60} more stand in the list of ties.`) : "";
  return [factList(facts), ties.length ? el("h3", {}, many(ties.length, "tie", "ties")) : "", ties.length ? list : "", more].filter(Boolean);
}

function edgeFacts(edge) {
  const values = Object.entries(edge.values).filter(([key]) => key !== "means");
  const facts = values.map(([key, several]) => [key, several.join("; ")]);
  if (edge.attribution) facts.unshift(["says", edge.attribution]);
  if (edge.valid_from || edge.valid_to) facts.unshift(["holds", `${edge.valid_from || "…"} to ${edge.valid_to || "…"}`]);
  return [factList(facts)];
}

function factList(facts) {
  return el("dl", {}, ...facts.flatMap(([key, value]) => [el("dt", {}, key), el("dd", {}, bdi(value))]));
}

/** What a group stands for, and the commands that show its members with their evidence. */
function groupFacts(node) {
  const facts = [["kinds", node.kinds], ["ties", `${node.within}${node.statuses ? `: ${node.statuses}` : ""}`], ["what it is", node.meaning]];
  return [factList(facts), el("h3", {}, "Best connected"), ...commandList(node.best)];
}

function commandList(members) {
  const lines = members.map((one) => el("li", {}, bdi(one.name), el("small", {}, ` ${one.kind}, ${many(one.ties, "tie", "ties")}`), one.command ? command(one.command) : ""));
  return [el("ul", { className: "members" }, ...lines), el("h3", {}, "See less, with evidence"), ...data.gathered.commands.map(command)];
}

function command(text) {
  const copied = button("Copy", () => copy(text, copied), { ariaLabel: `Copy the command ${text}` });
  return el("p", { className: "address" }, el("code", { className: "text" }, text), " ", copied);
}

function tieButton(tie) {
  const words = `${statusWords(tie.status)}${tie.disputed ? ", disputed" : ""}`;
  const made = button("", () => pick(tie.id), { className: "row" });
  made.append(...sentenceParts(tie), el("small", {}, ` ${words}`));
  return made;
}

function deniedClaims(places, item) {
  if (!places.length) return [];
  const boxes = places.map((at) => claimBox(data.claims[at], item));
  return [el("h3", { className: "denied" }, "Denied"), ...boxes];
}

/** One claim: its quote, how it stands, where it is, and buttons that copy. */
function claimBox(claim, item) {
  if (claim.protected) return el("article", { className: "claim" }, el("p", {}, `${statusWords(claim.status)}: protected`));
  const source = data.sources[claim.source] || {};
  const who = claim.attribution ? [", says ", bdi(claim.attribution)] : [];
  const cite = button("Copy as citation", () => copy(citation(claim, item || { group: "nodes", name: data.title }), cite));
  return el(
    "article",
    { className: "claim" },
    el("blockquote", {}, bdi(claim.quote || "")),
    el("p", {}, el("b", {}, statusWords(claim.status)), ...who, claim.when ? `, ${claim.when}` : "", claim.says ? " — " : "", claim.says ? bdi(claim.says) : ""),
    ...(claim.remarks || []).map((line) => el("p", { className: "remark" }, bdi(line))),
    el("p", { className: "source" }, bdi(sourceWords(source)), source.outlet_closed ? ` (outlet closed ${source.outlet_closed})` : "", claim.locator ? `; ${claim.locator}` : ""),
    ...addresses(source),
    el("p", { className: "fine" }, `Claim ${claim.id}`, claim.annotators ? `; read by ${claim.annotators.join(", ")}` : "", claim.known_from ? `; known from ${claim.known_from}` : ""),
    cite,
  );
}

/** Addresses are text with a button: nothing in this file leads outside. */
function addresses(source) {
  const parts = [["Address", source.url], ["Archived at", source.archive_url]].filter(([, text]) => text).map(([name, text]) => {
    const copied = button("Copy", () => copy(text, copied), { ariaLabel: `Copy: ${name}` });
    return el("p", { className: "address" }, `${name}: `, el("span", { className: "text" }, text), " ", copied);
  });
  if (!source.archive_url) parts.push(el("p", { className: "fine" }, "No archived copy"));
  if (source.sha256) parts.push(el("p", { className: "fine" }, "SHA-256 ", el("code", {}, source.sha256)));
  return parts;
}
