// The graph itself, its labels, and what a click selects. One scope with the other scripts: template.html joins page, picture, panel and controls in one function.

let ink = {};
function readInk() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ink", "halo", "edge", "accent", "stage", ...Object.keys(data.types)]) ink[name] = style.getPropertyValue(`--${name}`).trim();
}
const width = (n) => Math.min(1.7 + 1.8 * Math.sqrt(Math.max(n - 1, 0)), 11);

// The layout is 16 to 10; what the window has to spare in one direction goes to that direction. In a large
// graph, which is seen from afar, dots and lines grow so that they don't vanish.
const extent = (axis) => drawn.nodes.reduce(([low, high], n) => [Math.min(low, n[axis]), Math.max(high, n[axis])], [0, 1]);
const [spanX, spanY] = ["x", "y"].map((axis) => { const [low, high] = extent(axis); return high - low + 120; });
const room = $("canvas").clientHeight / ($("canvas").clientWidth || 1) / (spanY / spanX);
const stretch = { x: Math.min(Math.max(1 / room, 1), 1.6), y: Math.min(Math.max(room, 1), 1.6) };
const far = Math.max(spanX * stretch.x / ($("canvas").clientWidth || 1), spanY * stretch.y / ($("canvas").clientHeight || 1));
const grown = Math.min(Math.max(far * 0.5, 1), 2.2);
for (const n of drawn.nodes) { n.x *= stretch.x; n.y *= stretch.y; n.size *= 1 + (grown - 1) * 0.8; }
const size = drawn.nodes.map((n) => n.size);
const spots = drawn.nodes.map((n) => ({ x: n.x, y: n.y }));
const nodeSet = new vis.DataSet(), edgeSet = new vis.DataSet();
const wasNode = [], wasEdge = [];

function near() { // the nodes that a selection leaves bright, or null for all
  if (!selection) return null;
  if (selection.edge !== undefined) return new Set([edges[selection.edge].a, edges[selection.edge].b]);
  const bright = new Set([selection.node]);
  for (const i of around[selection.node]) if (edges[i].visible) bright.add(edges[i].a).add(edges[i].b);
  return bright;
}

function paint() {
  const bright = near(), nodes = [], lines = [];
  parties.forEach((p, i) => {
    const chosen = selection && (selection.node === i || (selection.edge !== undefined && bright.has(i)));
    const dim = bright && !bright.has(i), look = `${shownNodes.has(i)}${dim}${chosen}${ink.stage}`;
    if (wasNode[i] === look) return;
    wasNode[i] = look;
    const colour = ink[p.type], border = chosen ? ink.ink : ink.stage;
    nodes.push({ ...drawn.nodes[i], hidden: !shownNodes.has(i), opacity: dim ? 0.16 : 1, borderWidth: chosen ? 2.5 : 1.5,
      color: { background: colour, border, hover: { background: colour, border: ink.ink }, highlight: { background: colour, border } } });
  });
  edges.forEach((e, i) => {
    const chosen = selection && (selection.edge === i || (selection.node !== undefined && (e.a === selection.node || e.b === selection.node)));
    const dim = selection && !chosen, w = width(e.occurred) * grown, dashes = e.occurred === 0, look = `${e.visible}${dim}${chosen}${w}${dashes}${ink.stage}`;
    if (wasEdge[i] === look) return;
    wasEdge[i] = look;
    const colour = chosen ? ink.accent : ink.edge;
    lines.push({ id: i, from: e.a, to: e.b, hidden: !e.visible, width: w, dashes: dashes ? [6 * grown, 6 * grown] : false,
      color: { color: colour, hover: ink.accent, highlight: colour, inherit: false, opacity: dim ? 0.12 : chosen ? 0.95 : 0.7 } });
  });
  nodeSet.update(nodes); edgeSet.update(lines);
}

readInk();
const network = new vis.Network($("canvas"), { nodes: nodeSet, edges: edgeSet }, {
  physics: false,
  layout: { improvedLayout: false },
  interaction: { hover: edges.length < 2500, hideEdgesOnDrag: edges.length > 2500, selectConnectedEdges: false, selectable: true, zoomSpeed: 0.6, tooltipDelay: 1e9, keyboard: { enabled: true, bindToWindow: false } },
  nodes: { chosen: false },
  edges: { smooth: false, chosen: false, hoverWidth: 0.5, selectionWidth: 0 },
});
state.network = network;
state.select = (what) => select(what);

const order = parties.map((_, i) => i).sort((a, b) => size[b] - size[a] || around[b].length - around[a].length || a - b);
const widths = new Map();
let hovered = null, boxes = [], covered = [];
const coverings = () => {
  const stage = $("stage").getBoundingClientRect();
  return [$("notice"), ...document.querySelectorAll("#stage .zoom, #stage .legend")].map((e) => e.getBoundingClientRect()).filter((r) => r.width).map((r) => ({ x: r.left - stage.left, y: r.top - stage.top, w: r.width, h: r.height }));
};

// Labels are drawn in screen pixels over the finished picture, best known first, each where it hits no other.
function drawLabels(ctx) {
  const canvas = ctx.canvas, ratio = canvas.width / canvas.clientWidth || 1;
  const w = canvas.clientWidth, h = canvas.clientHeight, scale = network.getScale();
  const bright = near(), limit = Math.max(14, Math.floor((w * h) / 5000));
  const firstOf = bright ? order.filter((i) => bright.has(i)) : [];
  if (hovered !== null) firstOf.unshift(hovered);
  if (selection && selection.node !== undefined) firstOf.unshift(selection.node);
  const queue = [...new Set(bright ? firstOf : [...firstOf, ...order])].filter((i) => shownNodes.has(i));
  boxes = []; covered = coverings();
  const discs = [];
  for (const [rank, i] of queue.slice(0, 1500).entries()) {
    const p = network.canvasToDOM(spots[i]), r = size[i] * scale;
    if (p.x > -50 && p.x < w + 50 && p.y > -20 && p.y < h + 20) discs.push({ i, rank, x: p.x, y: p.y, r });
  }
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textBaseline = "middle"; ctx.textAlign = "left"; ctx.lineJoin = "round"; ctx.lineWidth = 3.5;
  for (const d of discs) {
    if (boxes.length >= limit) break;
    const strong = selection && (selection.node === d.i || selection.edge !== undefined);
    const px = Math.round(Math.min(16, 12 + d.r / 7)), text = short(parties[d.i].label);
    ctx.font = `${strong ? 650 : 500} ${px}px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif`;
    const key = ctx.font + text;
    if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
    const prominent = d.rank < 30; // worth covering a lesser dot
    const box = free(d, widths.get(key), px + 4, discs, w, h) || (prominent ? free(d, widths.get(key), px + 4, discs.slice(0, 30), w, h) : null);
    if (!box) continue;
    boxes.push(box);
    ctx.strokeStyle = ink.halo; ctx.fillStyle = ink.ink;
    ctx.strokeText(text, box.x, box.y + box.h / 2); ctx.fillText(text, box.x, box.y + box.h / 2);
  }
  ctx.restore();
  state.labels = boxes.length;
  state.ready = true;
}
const short = (label) => { const flat = label.replace(/\s+/gu, " "); return flat.length > 34 ? `${flat.slice(0, 32).trimEnd()}…` : flat; };

function free(d, tw, th, discs, w, h) {
  const gap = 3, middle = Math.min(Math.max(d.x - tw / 2, 3), w - tw - 3); // at the rim a name moves inwards
  const below = d.y + d.r + gap, above = d.y - d.r - gap - th;
  const tries = [[middle, below], [middle, above], [d.x + d.r + gap + 2, d.y - th / 2], [d.x - d.r - gap - 2 - tw, d.y - th / 2],
    [d.x, below - 2], [d.x - tw, below - 2], [d.x, above + 2], [d.x - tw, above + 2]];
  for (const [x, y] of tries) {
    const box = { i: d.i, x, y, w: tw, h: th };
    if (x < 2 || y < 2 || x + tw > w - 2 || y + th > h - 2) continue;
    if (covered.some((o) => x < o.x + o.w && o.x < x + tw && y < o.y + o.h && o.y < y + th)) continue;
    if (boxes.some((o) => x < o.x + o.w + 4 && o.x < x + tw + 4 && y < o.y + o.h && o.y < y + th)) continue;
    if (discs.some((o) => o.i !== d.i && o.x + o.r > x && o.x - o.r < x + tw && o.y + o.r > y + 2 && o.y - o.r < y + th - 2)) continue;
    return box;
  }
  return null;
}
network.on("afterDrawing", drawLabels);

const labelAt = (p) => boxes.find((b) => p.x >= b.x && p.x <= b.x + b.w && p.y >= b.y && p.y <= b.y + b.h);
network.on("click", (event) => {
  const label = labelAt(event.pointer.DOM);
  if (event.nodes.length) select({ node: event.nodes[0] });
  else if (label) select({ node: label.i });
  else if (event.edges.length) select({ edge: event.edges[0] });
  else select(null);
});
network.on("hoverNode", (e) => { hovered = e.node; $("canvas").style.cursor = "pointer"; network.redraw(); });
network.on("blurNode", () => { hovered = null; $("canvas").style.cursor = ""; network.redraw(); });
network.on("hoverEdge", () => { $("canvas").style.cursor = "pointer"; });
network.on("blurEdge", () => { $("canvas").style.cursor = ""; });

function fit() {
  const visible = [...shownNodes].map((i) => spots[i]);
  if (!visible.length) return;
  const [side, top, bottom] = phone.matches ? [36, 60, 84] : [76, 40, 84]; // pixels for names, legend and buttons
  const range = (axis) => [Math.min(...visible.map((p) => p[axis])), Math.max(...visible.map((p) => p[axis]))];
  const [[left, right], [high, low]] = [range("x"), range("y")];
  const wide = $("canvas").clientWidth - 2 * side, tall = $("canvas").clientHeight - top - bottom;
  const scale = Math.max(0.02, Math.min(wide / (right - left || 1), tall / (low - high || 1), 1.4));
  network.moveTo({ position: { x: (left + right) / 2, y: (high + low) / 2 }, scale, offset: { x: 0, y: (top - bottom) / 2 }, animation: false });
}
const zoom = (by) => network.moveTo({ scale: Math.min(6, Math.max(0.02, network.getScale() * by)), animation: calm ? false : { duration: 160, easingFunction: "easeOutQuad" } });
$("zoom-in").addEventListener("click", () => zoom(1.4));
$("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
$("zoom-fit").addEventListener("click", fit);
$("save").addEventListener("click", () => {
  const from = document.querySelector("#canvas canvas"), copy = Object.assign(el("canvas", {}), { width: from.width, height: from.height });
  const ctx = copy.getContext("2d");
  ctx.fillStyle = ink.stage; ctx.fillRect(0, 0, copy.width, copy.height); ctx.drawImage(from, 0, 0);
  copy.toBlob((blob) => {
    const url = URL.createObjectURL(blob);
    el("a", { href: url, download: "diplograph.png" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  });
});

function select(what, travel) {
  selection = what;
  paint(); showPanel();
  $("panel").scrollTop = 0;
  if (what && travel && what.node !== undefined && shownNodes.has(what.node)) {
    network.focus(what.node, { scale: Math.max(network.getScale(), 0.75), animation: calm ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
  }
  if (what && phone.matches) { // the picture above, the panel below it
    if (travel) $("stage").scrollIntoView({ block: "start" });
    else scrollTo({ top: scrollY + $("panel").getBoundingClientRect().top - innerHeight / 2, behavior: calm ? "auto" : "smooth" });
  }
}
