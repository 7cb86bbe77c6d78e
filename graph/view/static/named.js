// Which names are drawn from afar, and on which side: the best connected first, none on another.

/** Points of letters seen from afar, at level 1; so many best connected may cover a shape. */
const AFAR = data.nodes.length > FEW ? 15 : 13;
const SURELY = 8;
/** Up to so many nodes each has its name, though it covers something. */
const ALL_NAMED = 30;
const SIDES = ["below", "above", "right", "left"];

/** Sides by the keys of the nodes whose names are drawn at this level; at the nearest all are. */
function namesAt(level) {
  const found = new Map();
  if (level === 1) return found;
  const half = 19 * level ** 0.45;
  const shapes = data.nodes.map(({ x, y }) => [x - half, y - half, x + half, y + half]);
  const [low, high] = ends(data.nodes.map((node) => node.x));
  const margin = data.nodes.length > FEW ? 90 : 75 + 17 * level;
  const taken = [];
  const order = [...data.nodes].sort((a, b) => (b.focus || 0) - (a.focus || 0) || b.ties.length - a.ties.length || a.at - b.at);
  order.forEach((node, rank) => {
    const boxes = nameBoxes(node, half, level);
    const outside = (side) => Number(boxes[side][0] <= low - margin || boxes[side][2] >= high + margin);
    const harm = (side) => 3 * outside(side) + taken.filter((other) => meet(boxes[side], other)).length;
    const least = Math.min(...SIDES.map(harm));
    const clear = SIDES.filter((side) => harm(side) === (data.nodes.length > ALL_NAMED ? 0 : least));
    const covers = (side) => (shape, at) => at !== node.at && meet(boxes[side], shape);
    const covered = (side) => (rank < SURELY ? shapes.filter(covers(side)).length : Number(shapes.some(covers(side))));
    const lines = (side) => (data.nodes.length > ALL_NAMED ? 0 : crossings(boxes[side]));
    const best = clear.map((side) => [covered(side), side, lines(side)]).sort((a, b) => a[0] - b[0] || a[2] - b[2])[0];
    if (!best || (best[0] && rank >= SURELY && !node.focus && data.nodes.length > ALL_NAMED)) return;
    taken.push(boxes[best[1]]);
    found.set(node.key, best[1]);
  });
  return found;
}

/** The room that a node's label takes on each side: left, top, right, bottom. */
function nameBoxes({ x, y, ...node }, half, level) {
  const widths = nodeLabel(node).split("\n").map((line) => line.length * AFAR * 0.56);
  const high = widths.reduce((sum, width) => sum + Math.ceil(width / 130), 0) * AFAR * 1.2 * level;
  const wide = Math.min(130, Math.max(...widths)) * level;
  return {
    below: [x - wide / 2, y + half, x + wide / 2, y + half + high],
    above: [x - wide / 2, y - half - high, x + wide / 2, y - half],
    right: [x + half, y - high / 2, x + half + wide, y + high / 2],
    left: [x - half - wide, y - high / 2, x - half, y + high / 2],
  };
}

const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
const ends = (values) => values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
