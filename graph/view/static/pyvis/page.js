// Draws the network that stands in the page as JSON; its titles are the lists below it, as text.
"use strict";
const box = document.getElementById("network");
const told = document.getElementById("told");
const data = JSON.parse(document.getElementById("data").textContent);

/** Draw a node like shapes.yaml has it: corners in a box from -1 to 1, none for an ellipse. */
const outlined = (corners, node) => ({ ctx, x, y, style, label, state }) => {
  const r = style.size;
  return {
    drawNode() {
      ctx.beginPath();
      if (corners.length) {
        for (let i = 0; i < corners.length; i += 2) ctx.lineTo(x + corners[i] * r, y + corners[i + 1] * r);
        ctx.closePath();
      } else if (node.outline === "round-rectangle") {
        ctx.roundRect(x - r, y - 0.8 * r, 2 * r, 1.6 * r, 0.4 * r);
      } else {
        ctx.arc(x, y, r, 0, 2 * Math.PI);
      }
      ctx.fillStyle = node.color.background;
      ctx.strokeStyle = state.selected ? "#0b57d0" : node.color.border;
      ctx.lineWidth = node.borderWidth + (state.selected ? 2 : 0);
      ctx.setLineDash(node.shapeProperties ? node.shapeProperties.borderDashes : []);
      ctx.fill();
      ctx.stroke();
    },
    drawExternalLabel() {
      ctx.font = `${node.size > 15 ? "bold " : ""}14px system-ui, sans-serif`;
      ctx.textAlign = "center";
      ctx.textBaseline = "top";
      ctx.lineWidth = 4;
      ctx.strokeStyle = "#ffffff";
      ctx.fillStyle = "#1a1a1a";
      ctx.setLineDash([]);
      label.split("\n").forEach((line, at) => {
        ctx.strokeText(line, x, y + r + 5 + 17 * at);
        ctx.fillText(line, x, y + r + 5 + 17 * at);
      });
    },
    nodeDimensions: { width: 2 * r, height: 2 * r },
  };
};

for (const sort of ["nodes", "edges"]) {
  const lines = document.querySelectorAll(`#${sort} > li`);
  for (const item of data[sort]) item.title = lines[item.id].textContent;
}
for (const node of data.nodes) {
  const corners = data.outlines[node.outline];
  if (corners && node.color && node.color.border) {
    node.ctxRenderer = outlined(corners, node);
    node.shape = "custom";
  }
}
const network = new vis.Network(
  box,
  { nodes: new vis.DataSet(data.nodes), edges: new vis.DataSet(data.edges) },
  data.options,
);
network.on("select", (chosen) => {
  const items = chosen.nodes.length
    ? chosen.nodes.map((id) => data.nodes[id])
    : chosen.edges.map((id) => data.edges[id]);
  told.textContent = items.map((item) => item.title).join("\n\n");
});
network.fit({ animation: false });
box.dataset.drawn = `${data.nodes.length} ${data.edges.length}`;
