// The map: the graph in vis-network, names in screen pixels over it, and what a click chooses.

let ink = {};
function readInk() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ink", "halo", "edge", "accent", "stage", ...Object.keys(data.types)]) ink[name] = style.getPropertyValue(`--${name}`).trim();
}
const width = (n) => Math.min(1.7 + 1.8 * Math.sqrt(Math.max(n - 1, 0)), 11);

// ---------------------------------------------------------------- places

// The layout is 16 to 10; what the window has to spare in one direction goes to that direction.
let spots = [], size = [], order = [], stretch = { x: 1, y: 1 };
function place() {
  const extent = (axis) => level.places.reduce(([low, high], p) => [Math.min(low, p[axis]), Math.max(high, p[axis])], [0, 1]);
  const [spanX, spanY] = [0, 1].map((axis) => { const [low, high] = extent(axis); return high - low + 120; });
  const room = ($("canvas").clientHeight || 1) / ($("canvas").clientWidth || 1) / (spanY / spanX);
  stretch = { x: Math.min(Math.max(1 / room, 1), 1.6), y: Math.min(Math.max(room, 1), 1.6) };
  spots = level.places.map(([x, y]) => ({ x: x * stretch.x, y: y * stretch.y }));
  size = level.places.map(([, , radius]) => radius);
  order = parties.map((_, i) => i).sort((a, b) => size[b] - size[a] || around[b].length - around[a].length || a - b);
}
// Seen from afar, dots and lines don't shrink any further: a dot keeps some pixels, a line its weight.
const pixels = (i, scale) => Math.max(size[i] * scale, 1.9 + 0.12 * size[i]);
const thickness = (e, scale) => width(e.occurred) * Math.max(scale, 0.4); // in pixels

// ---------------------------------------------------------------- nodes and edges

// vis-network moves and zooms, finds the node under the pointer and says when to draw. What is drawn, is drawn here: thousands
// of edges as objects of its own would take half a second at every change.
const nodeSet = new vis.DataSet();
let network = null, wasNode = [], dots = [], strokes = [], hoveredEdge = null;

function startMap() {
  network = new vis.Network($("canvas"), { nodes: nodeSet, edges: [] }, {
    physics: false,
    layout: { improvedLayout: false },
    interaction: { hover: true, selectable: true, zoomSpeed: 0.6, tooltipDelay: 1e9, keyboard: { enabled: true, bindToWindow: false } },
    nodes: { chosen: false, borderWidth: 0 },
  });
  state.network = network;
  network.on("beforeDrawing", drawLines);
  network.on("afterDrawing", drawLabels);
  network.on("click", (event) => {
    const at = event.pointer.DOM, label = labelAt(at), node = event.nodes.length ? event.nodes[0] : label ? label.i : null;
    const held = event.event.srcEvent && event.event.srcEvent.shiftKey && selection && selection.node !== undefined;
    const edge = node === null ? edgeAt(at) : null;
    if (node !== null) select(held && selection.node !== node ? chain(selection.node, node) : { node });
    else select(edge === null ? null : { edge });
  });
  network.on("hoverNode", (e) => { hovered = e.node; hoveredEdge = null; point(); });
  network.on("blurNode", () => { hovered = null; point(); });
  let waiting = false;
  $("canvas").addEventListener("pointermove", (e) => {
    if (waiting || e.buttons) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const box = $("canvas").getBoundingClientRect(), edge = hovered === null ? edgeAt({ x: e.clientX - box.left, y: e.clientY - box.top }) : null;
      if (edge !== hoveredEdge) { hoveredEdge = edge; point(); }
    });
  });
  for (const event of ["dragEnd", "zoom", "animationFinished"]) network.on(event, () => { moved = true; writeAddress(); });
}
function point() {
  $("canvas").style.cursor = hovered !== null || hoveredEdge !== null ? "pointer" : "";
  network.redraw();
}
function edgeAt(p) { // the nearest line within some pixels of a point
  const scale = network.getScale(), { x, y } = network.DOMtoCanvas(p);
  let best = null, least = Infinity;
  edges.forEach((e, i) => {
    if (!e.visible) return;
    const a = spots[e.a], b = spots[e.b], dx = b.x - a.x, dy = b.y - a.y;
    const t = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
    const far = Math.hypot(a.x + t * dx - x, a.y + t * dy - y) * scale - thickness(e, scale) / 2;
    if (far < least) { least = far; best = i; }
  });
  return least <= 4 ? best : null;
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

function drawDot(ctx, i, x, y, hover, scale) {
  const { dim, chosen } = dots[i], r = pixels(i, scale) / scale, shape = data.types[parties[i].type].shape;
  ctx.globalAlpha = dim ? 0.16 : 1;
  ctx.beginPath();
  if (shape === "dot") ctx.arc(x, y, r, 0, 2 * Math.PI);
  else if (shape === "square") ctx.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
  else for (const [dx, dy] of shape === "diamond" ? [[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]] : [[0, -1.1], [1.2, 0.95], [-1.2, 0.95]]) ctx.lineTo(x + dx * r, y + dy * r);
  ctx.closePath();
  ctx.fillStyle = ink[parties[i].type]; ctx.strokeStyle = chosen || hover ? ink.ink : ink.stage;
  ctx.lineWidth = (chosen ? 2.5 : 1.2) * Math.max(1, Math.min(1 / scale, 40));
  ctx.fill(); ctx.stroke();
}
const renderer = ({ ctx, id, x, y, state: { hover } }) => {
  const scale = network.getScale(), width = (2 * pixels(id, scale)) / scale;
  return { drawNode: () => drawDot(ctx, id, x, y, hover, scale), nodeDimensions: { width, height: width } };
};

function paint() { // the lines in bundles of one look; to vis-network, only the nodes that come or go
  const bright = near(), lit = chosenEdges(), nodes = [], bundles = new Map();
  dots = parties.map((_, i) => ({ dim: bright !== null && !bright.has(i), chosen: selection !== null && (selection.node === i || (selection.node === undefined && bright.has(i))) }));
  for (const i of parties.keys()) {
    const shown = shownNodes.has(i);
    if (shown === Boolean(wasNode[i])) continue;
    nodes.push(wasNode[i] === undefined ? { id: i, ...spots[i], shape: "custom", ctxRenderer: renderer, size: size[i] } : { id: i, hidden: !shown });
    wasNode[i] = shown;
  }
  edges.forEach((e, i) => {
    if (!e.visible) return;
    const chosen = lit.has(i), key = `${chosen} ${e.occurred}`;
    if (!bundles.has(key)) bundles.set(key, { e, chosen, dim: selection !== null && !chosen, paths: [], room: 0 });
    const bundle = bundles.get(key), { x, y } = spots[e.a], end = spots[e.b];
    if (bundle.room-- === 0) { bundle.paths.push(new Path2D()); bundle.room = 99; } // short paths are stroked faster than one long
    const path = bundle.paths.at(-1);
    path.moveTo(x, y); path.lineTo(end.x, end.y);
  });
  strokes = [...bundles.values()].sort((p, q) => p.chosen - q.chosen || p.e.occurred - q.e.occurred);
  if (nodes.length) nodeSet.update(nodes);
  else network.redraw();
}
function drawLines(ctx) {
  const scale = network.getScale(), plain = Math.min(0.7, Math.max(0.4, 0.8 - state.shown.edges / 1500)); // many lines must let one look through
  ctx.save();
  for (const { e, chosen, dim, paths } of strokes) {
    ctx.strokeStyle = chosen ? ink.accent : ink.edge; ctx.globalAlpha = dim ? 0.12 : chosen ? 0.95 : plain;
    ctx.lineWidth = thickness(e, scale) / scale;
    ctx.setLineDash(e.occurred ? [] : [4 / Math.min(scale, 1), 4 / Math.min(scale, 1)]);
    for (const path of paths) ctx.stroke(path);
  }
  if (hoveredEdge !== null && edges[hoveredEdge] && edges[hoveredEdge].visible) {
    const e = edges[hoveredEdge], a = spots[e.a], b = spots[e.b];
    ctx.strokeStyle = ink.accent; ctx.globalAlpha = 1; ctx.lineWidth = (thickness(e, scale) + 1) / scale; ctx.setLineDash([]);
    ctx.beginPath(); ctx.moveTo(a.x, a.y); ctx.lineTo(b.x, b.y); ctx.stroke();
  }
  ctx.restore();
}

function changeLevel(name) {
  useLevel(name);
  selection = hovered = hoveredEdge = null; shownNodes = new Set(); wasNode = []; strokes = [];
  nodeSet.clear();
  place(); showLevel();
}
function switchLevel(name) { // filters stay; what only the other level has goes
  changeLevel(name);
  opensWith = filter.least = backbone();
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
    const p = network.canvasToDOM(spots[i]), r = pixels(i, scale);
    if (p.x > -50 && p.x < w + 50 && p.y > -20 && p.y < h + 20) discs.push({ i, rank, x: p.x, y: p.y, r });
  }
  const crowd = grid(discs), leading = grid(discs.slice(0, 30));
  for (const d of discs) {
    if (boxes.length >= limit) break;
    const strong = Boolean(selection && (selection.node === d.i || selection.node === undefined));
    const px = Math.round(Math.min(16, 12 + d.r / 7)), text = short(parties[d.i].label);
    const key = `${px} ${strong} ${text}`;
    if (!widths.has(key)) { ctx.font = font(px, strong); widths.set(key, ctx.measureText(text).width); }
    const prominent = d.rank < 30; // worth covering a lesser dot
    const box = free(d, widths.get(key), px + 4, crowd, w, h) || (prominent ? free(d, widths.get(key), px + 4, leading, w, h) : null);
    if (box) boxes.push({ ...box, i: d.i, text, px, strong });
  }
}
const CELL = 48; // pixels
function grid(discs) { // the discs by the cells they touch
  const cells = new Map();
  for (const d of discs) for (let x = Math.floor((d.x - d.r) / CELL); x <= (d.x + d.r) / CELL; x++) for (let y = Math.floor((d.y - d.r) / CELL); y <= (d.y + d.r) / CELL; y++) {
    const key = x * 4096 + y;
    if (cells.has(key)) cells.get(key).push(d); else cells.set(key, [d]);
  }
  return cells;
}
function covers(cells, i, x, y, w, h) { // whether a box lies over a disc that is not its own
  for (let cx = Math.floor(x / CELL); cx <= (x + w) / CELL; cx++) for (let cy = Math.floor(y / CELL); cy <= (y + h) / CELL; cy++) {
    for (const o of cells.get(cx * 4096 + cy) || []) if (o.i !== i && o.x + o.r > x && o.x - o.r < x + w && o.y + o.r > y + 2 && o.y - o.r < y + h - 2) return true;
  }
  return false;
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
    if (covers(discs, d.i, x, y, tw, th)) continue;
    return { x, y, w: tw, h: th };
  }
  return null;
}
const labelAt = (p) => boxes.find((b) => p.x >= b.x && p.x <= b.x + b.w && p.y >= b.y && p.y <= b.y + b.h);

// ---------------------------------------------------------------- the view

let moved = false; // by the reader, so that the address tells it
function opening() { // the parties that the page opens with; filters don't move the map
  const found = new Set();
  for (const e of edges) if (e.contacts.length >= opensWith) found.add(e.a).add(e.b);
  return found;
}
function fit(nodes) {
  moved = nodes !== undefined;
  const visible = [...(nodes || opening())].map((i) => spots[i]);
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
$("zoom-fit").addEventListener("click", () => { fit(shownNodes); writeAddress(); });
let resized = 0;
addEventListener("resize", () => { clearTimeout(resized); resized = setTimeout(() => { if (!selection && !moved) fit(); }, 150); });

function select(what, travel) {
  selection = what;
  paint(); showPanel(); writeAddress();
  $("panel").scrollTop = 0;
  if (what && travel && what.node !== undefined && shownNodes.has(what.node)) {
    network.focus(what.node, { scale: Math.max(network.getScale(), 0.75), animation: glide(350) });
    moved = true;
  }
  if (what && phone.matches) { // the picture above, the panel below it
    if (travel) $("stage").scrollIntoView({ block: "start" });
    else scrollTo({ top: scrollY + $("panel").getBoundingClientRect().top - innerHeight / 2, behavior: calm.matches ? "auto" : "smooth" });
  }
}
state.select = (what) => select(what);
