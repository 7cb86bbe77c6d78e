// What nodes, ties, claims and sources are in words.

const kindWords = (kind) =>
  (kind.match(/[A-Z]+(?![a-z])|[A-Z][a-z]+|[^A-Z]+/g) || [kind])
    .map((part) => (part === part.toUpperCase() ? part : part.toLowerCase()))
    .join(" ");
const statusWords = (status) => status.replace(/_/g, " ");
const number = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
const many = (count, one, more) => `${number(count)} ${count === 1 ? one : more}`;
const cut = (text, most) => {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : text;
};
const between = (edge) => ` — ${edge.phrase} ${edge.symmetric ? "—" : "→"} `;
const sentence = (edge) => edge.from.name + between(edge) + edge.to.name;
/** The same for the page: a name that runs from the right turns nothing round it. */
const sentenceParts = (edge) => [bdi(edge.from.name), between(edge), bdi(edge.to.name)];
const title = (item) => (item.group === "nodes" ? item.name : sentence(item));

const FLAGS = {
  disputed: "disputed",
  uncertain: "not certain on that day",
  computed: "computed, no claim",
  unconfirmed: "same name, not confirmed",
  generic: "a class or unnamed group",
};

/** How a node or tie stands: status, date, what is uncertain, sources, the sources' own word. */
function standing(item) {
  if (item.status === "gathered") return item.within ? `${many(item.count, "node", "nodes")}, ${item.within} within; computed, no claim` : "many ties, counted; computed, no claim";
  const parts = [statusWords(item.status)];
  if (item.group === "edges") parts.push(item.when || "undated");
  for (const [flag, words] of Object.entries(FLAGS)) if (item[flag]) parts.push(words);
  if (item.source_count) parts.push(many(item.source_count, "source", "independent sources"));
  if (item.values.means) parts.push(`in the source's words ${item.values.means.map((w) => `“${w}”`).join(", ")}`);
  return parts.join(", ");
}

/** How a path stands: as its weakest step does, and disputed where one of them is. */
function wayStanding(way) {
  const disputed = way.edges.some((at) => data.edges[at].disputed) ? ", disputed" : "";
  return `${statusWords(way.status)}${disputed}, ${many(way.edges.length, "step", "steps")}`;
}

/** A source in one line. */
function sourceWords(source) {
  return [source.title, source.publisher, source.author, source.published].filter(Boolean).join("; ");
}

/** What a lawyer pastes: quote, who says it, source, addresses, hash, claim. */
function citation(claim, item) {
  const source = data.sources[claim.source] || {};
  const lines = [
    `“${claim.quote || ""}”`,
    `Of: ${title(item)}`,
    `Status: ${statusWords(claim.status)}${claim.attribution ? `, says ${claim.attribution}` : ""}${claim.when ? `, ${claim.when}` : ""}`,
    `Source: ${sourceWords(source)}${claim.locator ? `; ${claim.locator}` : ""}`,
    source.url ? `Address: ${source.url}` : "",
    source.archive_url ? `Archived: ${source.archive_url}` : "No archived copy",
    source.sha256 ? `SHA-256 of the source: ${source.sha256}` : "",
    `Claim: ${claim.id}`,
  ];
  return lines.filter(Boolean).join("\n");
}
