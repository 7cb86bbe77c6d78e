// How the canvas draws: one fixed table (shapes.yaml) by kind and status; never the data's own words.

const INK = "#22303c";
const FONT = '"Noto Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const SHAPE_KEYS = Object.keys(look.shapes);
const DASHES = { dashed: [9, 6], dotted: [2, 5], solid: [] };
/** Up to so many nodes a name stands with its kind, and a tie with its words at any size. */
const FEW = 80;

const NODE_STYLE = {
  width: 34,
  height: 34,
  "border-width": 2,
  label: "data(label)",
  color: INK,
  "font-family": FONT,
  "font-size": 12,
  "text-wrap": "wrap",
  "text-max-width": 150,
  "text-valign": "bottom",
  "text-margin-y": 5,
  "text-background-color": "#fff",
  "text-background-opacity": 0.85,
  "text-background-padding": 1,
  "min-zoomed-font-size": 7,
  "overlay-opacity": 0,
};

const EDGE_STYLE = {
  "curve-style": "bezier",
  "control-point-step-size": 58,
  "line-color": "#5a6876",
  "target-arrow-color": "#5a6876",
  "target-arrow-shape": "triangle",
  "arrow-scale": 1.1,
  "font-family": FONT,
  "font-size": 10.5,
  color: "#33414e",
  label: "data(label)",
  "text-wrap": "wrap",
  "text-rotation": "autorotate",
  "text-background-color": "#fff",
  "text-background-opacity": 1,
  "text-background-padding": 2,
  "text-background-shape": "roundrectangle",
  "min-zoomed-font-size": 8,
  "loop-direction": "-45deg",
  "loop-sweep": "60deg",
  "overlay-opacity": 0,
};

function shapeStyles() {
  return SHAPE_KEYS.map((key, at) => {
    const [, outline, fill, line] = look.shapes[key];
    const corners = look.outlines[outline];
    const shape = corners.length ? { shape: "polygon", "shape-polygon-points": corners.join(" ") } : { shape: outline };
    return { selector: `.k${at}`, style: { ...shape, "background-color": fill, "border-color": line } };
  });
}

function strokeStyles() {
  return Object.entries(look.strokes).map(([status, [line, width]]) => {
    const dash = line === "solid" ? { "line-style": "solid" } : { "line-style": "dashed", "line-dash-pattern": DASHES[line] };
    return { selector: `.s-${status}`, style: { ...dash, width } };
  });
}

function stylesheet() {
  return [
    { selector: "node", style: NODE_STYLE },
    ...shapeStyles(),
    { selector: ".generic", style: { "border-style": "dashed", "font-style": "italic", "background-opacity": 0.45 } },
    { selector: ".protected", style: { "border-style": "dotted", "background-color": "#ddd" } },
    { selector: ".focus", style: { width: 46, height: 46, "border-width": 4, "font-weight": "bold", "font-size": 13, "min-zoomed-font-size": 0 } },
    { selector: ".many", style: { "font-size": 16, "font-weight": "bold" } },
    { selector: "edge", style: EDGE_STYLE },
    ...strokeStyles(),
    { selector: ".symmetric", style: { "target-arrow-shape": "none" } },
    { selector: ".pinned", style: { "border-style": "double", "border-width": 6 } },
    { selector: ".faded", style: { opacity: 0.13, "text-opacity": 0.25 } },
    { selector: ".gone", style: { display: "none" } },
    { selector: "node.chosen", style: { "underlay-color": "#ffb000", "underlay-opacity": 0.45, "underlay-padding": 7, "z-index": 9 } },
    { selector: "edge.chosen", style: { "line-color": "#b35c00", "target-arrow-color": "#b35c00", "underlay-color": "#ffb000", "underlay-opacity": 0.35, "underlay-padding": 5, "z-index": 9 } },
  ];
}

/** A node's label: its name cut, what stands beside it, and its kind in a small picture. */
function nodeLabel(node) {
  const name = node.generic && !node.name.includes("“") ? `“${cut(node.name, 40)}”` : cut(node.name, 40);
  const kind = data.nodes.length <= FEW && !node.name.includes(kindWords(node.kind)) ? kindWords(node.kind) : "";
  return [name, node.beside ? cut(node.beside, 40) : "", kind].filter(Boolean).join("\n");
}

function nodeElement(node) {
  const classes = [`k${SHAPE_KEYS.indexOf(node.look)}`];
  for (const flag of ["generic", "protected", "focus"]) if (node[flag]) classes.push(flag);
  if (data.nodes.length > FEW && node.ties.length >= manyTies) classes.push("many");
  return { data: { id: node.id, label: nodeLabel(node) }, position: { x: node.x, y: node.y }, classes: classes.join(" ") };
}

function edgeElement(edge) {
  const flags = edge.disputed ? ", disputed" : "";
  const label = `${cut(edge.phrase, 40)}\n${statusWords(edge.status)}${flags}`;
  const classes = `s-${edge.status}${edge.symmetric ? " symmetric" : ""}`;
  return { data: { id: edge.id, source: edge.from.id, target: edge.to.id, label }, classes };
}

/** So many ties make a node of a big picture one whose name is set larger. */
const manyTies = Math.max(6, data.nodes.map((n) => n.ties.length).sort((a, b) => b - a)[24] || 0);
