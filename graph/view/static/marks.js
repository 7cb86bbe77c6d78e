// Crosses on what is denied and question marks on what is disputed, drawn over the canvas and in PNG;
// shapes and lines of the legend for the PNG.

const MARKED = data.edges.filter((edge) => edge.disputed || look.strokes[edge.status][2]);

/** Draw a mark at a point: a disc with a sign. */
function drawMark(pen, x, y, sign, size) {
  pen.beginPath();
  pen.arc(x, y, size, 0, 7);
  pen.fillStyle = "#fff";
  pen.fill();
  pen.lineWidth = 1.4;
  pen.setLineDash([]);
  pen.strokeStyle = pen.fillStyle = "#8d1c40";
  pen.stroke();
  pen.font = `bold ${size * 1.5}px ${FONT}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(sign, x, y + size * 0.1);
}

/** Draw the marks of all visible ties, beside their arrowheads where no label stands. */
function drawMarks(pen, cy) {
  for (const edge of MARKED) {
    const drawn = cy.getElementById(edge.key);
    if (drawn.hasClass("gone") || drawn.hasClass("faded")) continue;
    const tip = drawn.renderedTargetEndpoint();
    const middle = drawn.renderedMidpoint();
    const x = tip.x * 0.55 + middle.x * 0.45;
    const y = tip.y * 0.55 + middle.y * 0.45;
    drawMark(pen, x, y, look.strokes[edge.status][2] ? "×" : "?", Math.max(4, Math.min(9, 8 * cy.zoom())));
  }
}

/** Keep a canvas of marks over that of the graph. */
function overlayMarks(cy) {
  if (!MARKED.length) return;
  const sheet = el("canvas", { className: "marks", ariaHidden: "true" });
  byId("canvas").append(sheet);
  cy.on("render", () => {
    const scale = window.devicePixelRatio || 1;
    const [wide, high] = [cy.width() * scale, cy.height() * scale];
    if (sheet.width !== Math.round(wide)) sheet.width = wide;
    if (sheet.height !== Math.round(high)) sheet.height = high;
    const pen = sheet.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, wide, high);
    drawMarks(pen, cy);
  });
}

/** Draw a kind's shape of this size round a point. */
function drawShape(pen, key, x, y, size) {
  const [, outline, fill, line] = look.shapes[key];
  const corners = look.outlines[outline];
  pen.beginPath();
  if (outline === "ellipse") pen.arc(x, y, size, 0, 7);
  else if (!corners.length) pen.roundRect(x - size, y - size * 0.8, size * 2, size * 1.6, size / 3);
  for (let at = 0; at < corners.length; at += 2) pen.lineTo(x + corners[at] * size, y + corners[at + 1] * size);
  pen.closePath();
  Object.assign(pen, { fillStyle: fill, strokeStyle: line, lineWidth: 1.6 });
  pen.setLineDash([]);
  pen.fill();
  pen.stroke();
}

/** Draw the border of what is a class and no named thing. */
function drawRing(pen, x, y) {
  pen.beginPath();
  pen.arc(x, y, 8, 0, 7);
  Object.assign(pen, { strokeStyle: "#444", lineWidth: 1.4 });
  pen.setLineDash([3, 2]);
  pen.stroke();
}

/** Draw a status's line between two points of one height. */
function drawStroke(pen, status, left, right, y) {
  const [line, width, cross] = look.strokes[status];
  pen.beginPath();
  pen.moveTo(left, y);
  pen.lineTo(right, y);
  Object.assign(pen, { strokeStyle: "#5a6876", lineWidth: width });
  pen.setLineDash(DASHES[line]);
  pen.stroke();
  if (cross) drawMark(pen, (left + right) / 2, y, "×", 6);
}
