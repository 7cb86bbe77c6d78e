// A PNG of what is seen, with title, legend and the strip of words: none of them can be cut off by us.

const SCALE = 2;

async function keepPicture() {
  const graph = await createImageBitmap(await cy.png({ output: "blob-promise", scale: SCALE, bg: "#ffffff" }));
  const [wide, high] = [Math.max(900, cy.width()), cy.height()];
  const sheet = el("canvas");
  const pen = sheet.getContext("2d");
  const legend = legendRows(pen, wide);
  const lines = wrapped(pen, byId("strip").textContent.trim(), wide - 40, 12);
  const heads = wrapped(pen, data.title, wide - 40, 18);
  const foot = legend.length * 24 + lines.length * 17 + 30;
  const head = heads.length * 24 + 16;
  sheet.width = wide * SCALE;
  sheet.height = (head + high + foot) * SCALE;
  pen.scale(SCALE, SCALE);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, wide, head + high + foot);
  const left = (wide - cy.width()) / 2;
  pen.drawImage(graph, left, head, cy.width(), high);
  pen.save();
  pen.translate(left, head);
  drawMarks(pen, cy);
  pen.restore();
  heads.forEach((line, at) => write(pen, line, 20, 26 + at * 24, 18));
  drawLegend(pen, legend, head + high + 16);
  lines.forEach((line, at) => write(pen, line, 20, head + high + legend.length * 24 + 22 + at * 17, 12));
  sheet.toBlob(save, "image/png");
}

function save(blob) {
  const address = URL.createObjectURL(blob);
  const words = folded(data.title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);
  el("a", { href: address, download: `${words || "picture"}.png` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  tell("Saved as PNG.");
}

function write(pen, text, x, y, size) {
  Object.assign(pen, { font: `${size > 14 ? "bold " : ""}${size}px ${FONT}`, fillStyle: INK, textAlign: "left", textBaseline: "alphabetic" });
  pen.fillText(text, x, y);
}

/** A text in lines of at most this width. */
function wrapped(pen, text, width, size) {
  pen.font = `${size > 14 ? "bold " : ""}${size}px ${FONT}`;
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (pen.measureText(longer).width > width && lines[lines.length - 1]) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** What the legend shows, in rows of at most this width. */
function legendRows(pen, width) {
  pen.font = `12px ${FONT}`;
  const rows = [[]];
  let left = 20;
  for (const entry of legendEntries()) {
    const room = pen.measureText(entry.words).width + 62;
    if (left + room > width - 20) [rows[rows.length], left] = [[], 20];
    rows[rows.length - 1].push({ ...entry, left });
    left += room + 14;
  }
  return rows;
}

/** What stands in the page's legend: words, and in its data which shape, status or mark. */
const legendEntries = () => [...document.querySelectorAll("#legend li")].map((item) => ({ words: item.textContent, ...item.dataset }));

function drawLegend(pen, rows, top) {
  rows.forEach((row, at) => {
    const y = top + at * 24;
    for (const { words, left, shape, status, mark, dashed } of row) {
      if (shape) drawShape(pen, shape, left + 14, y, 8);
      if (status) drawStroke(pen, status, left, left + 40, y);
      if (dashed !== undefined) drawRing(pen, left + 14, y);
      if (mark) drawMark(pen, left + 20, y, mark, 7);
      write(pen, words, left + (shape || dashed !== undefined ? 30 : status || mark ? 48 : 0), y + 4, 12);
    }
  });
}
