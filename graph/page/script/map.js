// The map: the graph in vis-network, names in screen pixels over it, and what a click chooses.

let ink = {};
function readInk() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ink", "halo", "edge", "accent", "stage", ...Object.keys(data.types)]) ink[name] = style.getPropertyValue(`--${name}`).trim();
}
const width = (n) => Math.min(1.7 + 1.8 * Math.sqrt(Math.max(n - 1, 0)), 11);

// ---------------------------------------------------------------- places

// The layout is 16 to 10; what the window has to spare in one direction goes to that direction. In a large
// graph, which is seen from afar, dots and lines grow so that they don't vanish.
let spots = [], size = [], order = [], grown = 1, stretch = { x: 1, y: 1 };
function place() {
  const extent = (axis) => level.places.reduce(([low, high], p) => [Math.min(low, p[axis]), Math.max(high, p[axis])], [0, 1]);
  const [spanX, spanY] = [0, 1].map((axis) => { const [low, high] = extent(axis); return high - low + 120; });
  const [wide, tall] = [$("canvas").clientWidth || 1, $("canvas").clientHeight || 1];
  const room = tall / wide / (spanY / spanX);
  stretch = { x: Math.min(Math.max(1 / room, 1), 1.6), y: Math.min(Math.max(room, 1), 1.6) };
  grown = Math.min(Math.max(Math.max((spanX * stretch.x) / wide, (spanY * stretch.y) / tall) * 0.5, 1), 2.2);
  spots = level.places.map(([x, y]) => ({ x: x * stretch.x, y: y * stretch.y }));
  size = level.places.map(([, , radius]) => radius * (1 + (grown - 1) * 0.8));
  order = parties.map((_, i) => i).sort((a, b) => size[b] - size[a] || around[b].length - around[a].length || a - b);
}

// ---------------------------------------------------------------- nodes and edges

const nodeSet = new vis.DataSet(), edgeSet = new vis.DataSet();
let wasNode = [], wasEdge = [];
let network = null;

function startMap() {
  network = new vis.Network($("canvas"), { nodes: nodeSet, edges: edgeSet }, {
    physics: false,
    layout: { improvedLayout: false },
    interaction: { hover: edges.length < 2500, hideEdgesOnDrag: edges.length > 2500, selectConnectedEdges: false, selectable: true, zoomSpeed: 0.6, tooltipDelay: 1e9, keyboard: { enabled: true, bindToWindow: false } },
    nodes: { chosen: false },
    edges: { smooth: false, chosen: false, hoverWidth: 0.5, selectionWidth: 0 },
  });
  state.network = network;
  network.on("afterDrawing", drawLabels);
  network.on("click", (event) => {
    const label = labelAt(event.pointer.DOM), node = event.nodes.length ? event.nodes[0] : label ? label.i : null;
    const held = event.event.srcEvent && event.event.srcEvent.shiftKey && selection && selection.node !== undefined;
    if (node !== null) select(held && selection.node !== node ? chain(selection.node, node) : { node });
    else if (event.edges.length) select({ edge: event.edges[0] });
    else select(null);
  });
  network.on("hoverNode", (e) => { hovered = e.node; $("canvas").style.cursor = "pointer"; network.redraw(); });
  network.on("blurNode", () => { hovered = null; $("canvas").style.cursor = ""; network.redraw(); });
  network.on("hoverEdge", () => { $("canvas").style.cursor = "pointer"; });
  network.on("blurEdge", () => { $("canvas").style.cursor = ""; });
  for (const event of ["dragEnd", "zoom"]) network.on(event, () => { moved = true; writeAddress(); });
}

function chosenEdges() {
  if (!selection) return new Set();
  if (selection.edge !== undefined) return new Set([selection.edge]);
  if (selection.path) return new Set(selection.path.slice(1).map((i, n) => edgeBetween(selection.path[n], i)));
  return new Set(around[selection.node]);
}
function near() { // the nodes that a selection leaves bright, or null for all
  if (!selection) return null;
  if (selection.edge !== undefined) return new Set([edges[selection.edge].a, edges[selection.edge].b]);
  if (selection.path) return new Set(selection.path.length ? selection.path : [selection.from, selection.to]);
  return new Set([selection.node, ...around[selection.node].filter((e) => edges[e].visible).map((e) => otherEnd(e, selection.node))]);
}

function paint() { // only what looks different is handed to vis-network, and what was never shown not at all
  const bright = near(), lit = chosenEdges(), nodes = [], lines = [];
  parties.forEach((p, i) => {
    const shown = shownNodes.has(i), chosen = selection !== null && (selection.node === i || (selection.node === undefined && bright.has(i)));
    const dim = bright !== null && !bright.has(i), look = shown ? `${dim}${chosen}${ink.stage}` : "hidden";
    if (wasNode[i] === look || (!shown && !wasNode[i])) return;
    wasNode[i] = look;
    if (!shown) { nodes.push({ id: i, hidden: true }); return; }
    const colour = ink[p.type], border = chosen ? ink.ink : ink.stage;
    nodes.push({ id: i, ...spots[i], size: size[i], shape: data.types[p.type].shape, hidden: false, opacity: dim ? 0.16 : 1, borderWidth: chosen ? 2.5 : 1.5,
      color: { background: colour, border, hover: { background: colour, border: ink.ink }, highlight: { background: colour, border } } });
  });
  edges.forEach((e, i) => {
    const chosen = lit.has(i), dim = selection !== null && !chosen, w = width(e.occurred) * grown, dashes = e.occurred === 0;
    const look = e.visible ? `${dim}${chosen}${w}${dashes}${ink.stage}` : "hidden";
    if (wasEdge[i] === look || (!e.visible && !wasEdge[i])) return;
    wasEdge[i] = look;
    if (!e.visible) { lines.push({ id: i, hidden: true }); return; }
    const colour = chosen ? ink.accent : ink.edge;
    lines.push({ id: i, from: e.a, to: e.b, hidden: false, width: w, dashes: dashes ? [6 * grown, 6 * grown] : false,
      color: { color: colour, hover: ink.accent, highlight: colour, inherit: false, opacity: dim ? 0.12 : chosen ? 0.95 : 0.7 } });
  });
  if (nodes.length) nodeSet.update(nodes);
  if (lines.length) edgeSet.update(lines);
  else if (network && !nodes.length) network.redraw();
}

function changeLevel(name) {
  useLevel(name);
  selection = null; hovered = null; wasNode = []; wasEdge = [];
  nodeSet.clear(); edgeSet.clear();
  place(); showLevel();
}
function switchLevel(name) { // filters stay; what only the other level has goes
  changeLevel(name);
  asked = filter.least = backbone();
  if (!level.index.has(filter.ego)) filter.ego = null;
  apply(); fit();
}

// ---------------------------------------------------------------- names

const widths = new Map();
let hovered = null, boxes = [], covered = [];
const coverings = () => {
  const stage = $("stage").getBoundingClientRect();
  return [$("notice"), ...document.querySelectorAll("#stage .zoom, #stage .legend")].map((e) => e.getBoundingClientRect()).filter((r) => r.width).map((r) => ({ x: r.left - stage.left, y: r.top - stage.top, w: r.width, h: r.height }));
};
const font = (px, strong) => `${strong ? 650 : 500} ${px}px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif`;
const short = (label) => { const plain = label.replace(/\s+/gu, " "); return plain.length > 34 ? `${plain.slice(0, 32).trimEnd()}…` : plain; };

// Names are set in screen pixels over the finished picture, best known first, each where it hits no other.
function drawLabels(ctx) {
  const canvas = ctx.canvas, ratio = canvas.width / canvas.clientWidth || 1;
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textBaseline = "middle"; ctx.textAlign = "left"; ctx.lineJoin = "round"; ctx.lineWidth = 3.5;
  setLabels(ctx, canvas.clientWidth, canvas.clientHeight);
  ctx.strokeStyle = ink.halo; ctx.fillStyle = ink.ink;
  for (const box of boxes) {
    ctx.font = font(box.px, box.strong);
    ctx.strokeText(box.text, box.x, box.y + box.h / 2); ctx.fillText(box.text, box.x, box.y + box.h / 2);
  }
  ctx.restore();
  state.labels = boxes.length;
  state.boxes = boxes;
  state.ready = counts !== null;
}
function setLabels(ctx, w, h) {
  const scale = network.getScale(), bright = near(), limit = Math.max(14, Math.floor((w * h) / 5000));
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
  for (const d of discs) {
    if (boxes.length >= limit) break;
    const strong = Boolean(selection && (selection.node === d.i || selection.node === undefined));
    const px = Math.round(Math.min(16, 12 + d.r / 7)), text = short(parties[d.i].label);
    ctx.font = font(px, strong);
    const key = ctx.font + text;
    if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
    const prominent = d.rank < 30; // worth covering a lesser dot
    const box = free(d, widths.get(key), px + 4, discs, w, h) || (prominent ? free(d, widths.get(key), px + 4, discs.slice(0, 30), w, h) : null);
    if (box) boxes.push({ ...box, i: d.i, text, px, strong });
  }
}
function free(d, tw, th, discs, w, h) {
  const gap = 3, middle = Math.min(Math.max(d.x - tw / 2, 3), w - tw - 3); // at the rim a name moves inwards
  const below = d.y + d.r + gap, above = d.y - d.r - gap - th;
  const tries = [[middle, below], [middle, above], [d.x + d.r + gap + 2, d.y - th / 2], [d.x - d.r - gap - 2 - tw, d.y - th / 2],
    [d.x, below - 2], [d.x - tw, below - 2], [d.x, above + 2], [d.x - tw, above + 2]];
  for (const [x, y] of tries) {
    if (x < 2 || y < 2 || x + tw > w - 2 || y + th > h - 2) continue;
    if (covered.some((o) => x < o.x + o.w && o.x < x + tw && y < o.y + o.h && o.y < y + th)) continue;
    if (boxes.some((o) => x < o.x + o.w + 4 && o.x < x + tw + 4 && y < o.y + o.h && o.y < y + th)) continue;
    if (discs.some((o) => o.i !== d.i && o.x + o.r > x && o.x - o.r < x + tw && o.y + o.r > y + 2 && o.y - o.r < y + th - 2)) continue;
    return { x, y, w: tw, h: th };
  }
  return null;
}
const labelAt = (p) => boxes.find((b) => p.x >= b.x && p.x <= b.x + b.w && p.y >= b.y && p.y <= b.y + b.h);

// ---------------------------------------------------------------- the view

let moved = false; // by the reader, so that the address tells it
function fit() {
  const visible = [...shownNodes].map((i) => spots[i]);
  moved = false;
  if (!visible.length) return;
  const [side, top, bottom] = phone.matches ? [36, 60, 84] : [76, 40, 84]; // pixels for names, legend and buttons
  const range = (axis) => visible.reduce(([low, high], p) => [Math.min(low, p[axis]), Math.max(high, p[axis])], [Infinity, -Infinity]);
  const [[left, right], [high, low]] = [range("x"), range("y")];
  const wide = $("canvas").clientWidth - 2 * side, tall = $("canvas").clientHeight - top - bottom;
  const scale = Math.max(0.02, Math.min(wide / (right - left || 1), tall / (low - high || 1), 1.4));
  network.moveTo({ position: { x: (left + right) / 2, y: (high + low) / 2 }, scale, offset: { x: 0, y: (top - bottom) / 2 }, animation: false });
}
const glide = (duration) => (calm.matches ? false : { duration, easingFunction: "easeInOutQuad" });
function zoom(by) {
  network.moveTo({ scale: Math.min(6, Math.max(0.02, network.getScale() * by)), animation: glide(160) });
  moved = true; writeAddress();
}
$("zoom-in").addEventListener("click", () => zoom(1.4));
$("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
$("zoom-fit").addEventListener("click", () => { fit(); writeAddress(); });
let resized = 0;
addEventListener("resize", () => { clearTimeout(resized); resized = setTimeout(() => { if (!selection && !moved) fit(); }, 150); });

function select(what, travel) {
  selection = what;
  paint(); showPanel(); writeAddress();
  $("panel").scrollTop = 0;
  if (what && travel && what.node !== undefined && shownNodes.has(what.node)) {
    network.focus(what.node, { scale: Math.max(network.getScale(), 0.75), animation: glide(350) });
  }
  if (what && phone.matches) { // the picture above, the panel below it
    if (travel) $("stage").scrollIntoView({ block: "start" });
    else scrollTo({ top: scrollY + $("panel").getBoundingClientRect().top - innerHeight / 2, behavior: calm.matches ? "auto" : "smooth" });
  }
}
state.select = (what) => select(what);
