// How the canvas draws: one fixed table (shapes.yaml) by kind and status; never the data's own words.

const INK = "#22303c";
const FONT = '"Noto Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, "Clew Khmer", "Clew Lao", "Clew Myanmar", "Clew Thai", sans-serif';
const SHAPE_KEYS = Object.keys(look.shapes);
const DASHES = { dashed: [9, 6], dotted: [2, 5], solid: [] };
/** How much larger all is drawn the farther one is away: so that lines keep their status's pattern. */
const LEVELS = [1, 2, 4, 8, 16];
/** Up to so many nodes a name stands with its kind, and a tie with its words at any size. */
const FEW = 80;

const NODE_LABEL = {
  label: "data(label)",
  color: INK,
  "font-family": FONT,
  "font-size": 12.5,
  "text-wrap": "wrap",
  "text-max-width": 150,
  "text-valign": "bottom",
  "text-margin-y": 5,
  "text-background-color": "#fff",
  "text-background-opacity": 0.85,
  "text-background-padding": 1,
  "min-zoomed-font-size": 7,
};

const EDGE_STYLE = {
  "curve-style": "bezier",
  "control-point-step-size": 66,
  "line-color": "#5a6876",
  "target-arrow-color": "#5a6876",
  "target-arrow-shape": "triangle",
  "arrow-scale": 1.1,
};

const EDGE_LABEL = {
  "font-family": FONT,
  "font-size": 11,
  color: "#33414e",
  label: "data(label)",
  "text-wrap": "wrap",
  "text-max-width": 105,
  "text-rotation": "autorotate",
  "text-background-color": "#fff",
  "text-background-opacity": 1,
  "text-background-padding": 2,
  "text-background-shape": "roundrectangle",
  "min-zoomed-font-size": 8,
};

/** How much larger letters may be set so that a small picture is read at the zoom it opens with. */
function lettersFor(zoom) {
  if (data.nodes.length > FEW) return 1;
  const sizes = [1.7, 1.55, 1.4, 1.25, 1.12].filter((size) => size * zoom <= 1.05);
  return sizes.find((size) => !overlap(165 * size, 66 * size)) || 1;
}

/** Whether two nodes stand nearer than a box of this size. */
function overlap(wide, high) {
  return data.nodes.some((a, at) => data.nodes.slice(at + 1).some((b) => Math.abs(a.x - b.x) < wide && Math.abs(a.y - b.y) < high));
}

/** Styles of labels whose letters are so much larger. */
function letterStyles(size) {
  const set = (selector, points) => ({ selector, style: { "font-size": points * size } });
  const room = { selector: "node", style: { "text-max-width": 150 * size } };
  const apart = { selector: "edge", style: { "text-max-width": 105 * size, "control-point-step-size": 66 * size } };
  return size === 1 ? [] : [room, set("node", 12.5), set(".focus", 13), set("edge", 11), apart];
}

/** One style for each kind that is there: the fewer there are, the sooner the picture stands. */
function shapeStyles() {
  const used = new Set(data.nodes.map((node) => SHAPE_KEYS.indexOf(node.look)));
  return [...used].map((at) => {
    const [, outline, fill, line] = look.shapes[SHAPE_KEYS[at]];
    const corners = look.outlines[outline];
    const shape = corners.length ? { shape: "polygon", "shape-polygon-points": corners.join(" ") } : { shape: outline };
    return { selector: `.k${at}`, style: { ...shape, "background-color": fill, "border-color": line } };
  });
}

function strokeStyles(level) {
  const used = new Set(data.edges.map((edge) => edge.status));
  return [...used].map((status) => {
    const [line, width] = look.strokes[status];
    return { selector: `.s-${status}`, style: strokeStyle(line, width, level) };
  });
}

function strokeStyle(line, width, level) {
  const wide = width * level ** 0.8;
  if (line === "solid") return { "line-style": "solid", width: wide };
  return { "line-style": "dashed", "line-dash-pattern": DASHES[line].map((part) => part * level), width: wide };
}

/** Nodes and lines from afar: larger than life, and labels on few. */
function farStyles(level) {
  if (level === 1) return [];
  const size = 34 * level ** 0.45;
  const named = { "font-size": AFAR * level, "text-max-width": 130 * level, "min-zoomed-font-size": 0 };
  return [
    { selector: "node", style: { width: size, height: size, "border-width": 2 * level ** 0.5 } },
    { selector: ".named, .focus", style: named },
    { selector: ".focus", style: { width: size * 1.35, height: size * 1.35, "border-width": 4 * level ** 0.5 } },
    { selector: "edge", style: { "arrow-scale": 0.9, "control-point-step-size": 58 * level ** 0.7 } },
    { selector: "edge.chosen", style: { "font-size": AFAR * level, "text-max-width": 120 * level, "min-zoomed-font-size": 0 } },
  ];
}

function stylesheet(letters, level) {
  return [
    { selector: "node", style: { width: 34, height: 34, "border-width": 2 } },
    { selector: level === 1 ? "node" : ".named, .focus", style: NODE_LABEL },
    { selector: ":active", style: { "overlay-opacity": 0 } },
    ...shapeStyles(),
    { selector: ".generic", style: { "border-style": "dashed", "font-style": "italic", "background-opacity": 0.45 } },
    { selector: ".protected", style: { "border-style": "dotted", "background-color": "#ddd" } },
    { selector: ".focus", style: { width: 46, height: 46, "border-width": 4, "font-weight": "bold", "font-size": 13, "min-zoomed-font-size": 0 } },
    { selector: ".above", style: { "text-valign": "top", "text-margin-y": -5 } },
    { selector: "edge", style: EDGE_STYLE },
    { selector: level === 1 ? "edge" : "edge.chosen", style: EDGE_LABEL },
    { selector: ":loop", style: { "loop-direction": "-45deg", "loop-sweep": "60deg" } },
    ...strokeStyles(level),
    ...letterStyles(letters),
    ...farStyles(level),
    { selector: ".to-below", style: { "text-valign": "bottom", "text-margin-y": 5 } },
    { selector: ".to-above", style: { "text-valign": "top", "text-margin-y": -5 } },
    { selector: ".to-right", style: { "text-valign": "center", "text-halign": "right", "text-margin-y": 0 } },
    { selector: ".to-left", style: { "text-valign": "center", "text-halign": "left", "text-margin-y": 0 } },
    { selector: ".s-gathered", style: { "line-color": "#b4bfca", width: "data(width)" } },
    { selector: "node[size]", style: { width: "data(size)", height: "data(size)" } },
    { selector: ".symmetric", style: { "target-arrow-shape": "none" } },
    { selector: ".pinned", style: { "border-style": "double", "border-width": 6 } },
    { selector: ".faded", style: { opacity: 0.32, "text-opacity": 0.75 } },
    { selector: ".gone", style: { display: "none" } },
    { selector: "node.chosen", style: { "underlay-color": "#ffb000", "underlay-opacity": 0.45, "underlay-padding": 7, "z-index": 9 } },
    { selector: "edge.chosen", style: { "line-color": "#b35c00", "target-arrow-color": "#b35c00", "underlay-color": "#ffb000", "underlay-opacity": 0.35, "underlay-padding": 5, "z-index": 9 } },
  ];
}

/** A name cut, but for the letters of an id that tell two of one name apart. */
function shortName(name) {
  const [told] = name.match(/ \(m[0-9a-f]{6}\)$/) || [""];
  return cut(name.slice(0, name.length - told.length), 40) + told;
}

/** A node's label: its name cut, what stands beside it, and its kind in a small picture. */
function nodeLabel(node) {
  const name = node.generic && !node.name.includes("“") ? `“${shortName(node.name)}”` : shortName(node.name);
  if (node.count) return `${cut(node.label, 26)}\n${many(node.count, "node", "nodes")}`;
  const kind = data.nodes.length <= FEW && !node.name.includes(kindWords(node.kind)) ? kindWords(node.kind) : "";
  return [name, node.beside ? cut(node.beside, 40) : "", kind].filter(Boolean).join("\n");
}

/** Whether a label does less harm above its node: fewer lines cross it there, and no other name. */
function isCrowdedBelow(node) {
  if (data.nodes.length > FEW || data.gathered) return false;
  const near = data.nodes.some((other) => other !== node && Math.abs(other.x - node.x) < 150 && other.y < node.y && other.y > node.y - 125);
  const lines = (below) => crossings([node.x - 60, node.y + below - 18, node.x + 60, node.y + below + 18]);
  return !near && lines(40) > lines(-40);
}

/** How many ties pass through the place of a label: they, and where they lead, would be covered. */
function crossings([left, top, right, bottom]) {
  return data.edges.filter(({ from, to }) => {
    for (let part = 0.04; part < 1; part += 0.04) {
      const [x, y] = [from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part];
      if (x > left && x < right && y > top && y < bottom) return true;
    }
    return false;
  }).length;
}

function nodeElement(node, level) {
  const classes = [`k${SHAPE_KEYS.indexOf(node.look)}`];
  if (node.count) classes.push("focus");
  for (const flag of ["generic", "protected", "focus"]) if (node[flag]) classes.push(flag);
  if (named.has(node.key)) classes.push("named", `to-${named.get(node.key)}`);
  if (isCrowdedBelow(node)) classes.push("above");
  const size = node.count ? { size: (30 + 4 * Math.sqrt(node.count)) * level ** 0.3 } : {};
  return { data: { id: node.key, label: nodeLabel(node), ...size }, position: { x: node.x, y: node.y }, classes: classes.join(" ") };
}

function edgeElement(edge, level) {
  const flags = edge.disputed ? ", disputed" : "";
  const label = data.gathered ? "" : `${cut(edge.phrase, 40)}\n${statusWords(edge.status)}${flags}`;
  const classes = `s-${edge.status}${edge.symmetric ? " symmetric" : ""}`;
  return { data: { id: edge.key, source: edge.from.key, target: edge.to.key, label, width: (1 + Math.log2(edge.count || 1)) * level ** 0.5 }, classes };
}
