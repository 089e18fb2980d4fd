(() => {
"use strict";

const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const drawn = JSON.parse($("network").textContent);
const { parties, contacts, documents } = data;
const PAGE = 200, MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const collator = new Intl.Collator("en");
const phone = matchMedia("(max-width: 860px)");

// ---------------------------------------------------------------- elements

// Everything from the contacts goes through textContent; nothing is ever parsed as markup.
function el(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (key === "class") node.className = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== "") node.append(child);
  return node;
}
function svg(tag, props, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(props || {})) node.setAttribute(key, value);
  node.append(...children);
  return node;
}
const SHAPES = { dot: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z", square: "M2.5 2.5h11v11h-11z", diamond: "M8 1l7 7l-7 7l-7-7z", triangle: "M8 1.5l7 12.5h-14z" };
const glyph = (type) => svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: SHAPES[data.types[type].shape], class: type }));
const plural = (n, word) => `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;
const count = (n) => n.toLocaleString("en");

function dateText(c) {
  if (!c.from) return "undated";
  const [y, m, d] = c.from.split("-").map(Number), [Y, M, D] = c.to.split("-").map(Number);
  if (c.precision === "year") return String(y);
  if (c.precision === "month") return `${MONTHS[m - 1]} ${y}`;
  if (c.from === c.to) return `${d} ${MONTHS[m - 1]} ${y}`;
  const start = y === Y ? (m === M ? d : `${d} ${MONTHS[m - 1]}`) : `${d} ${MONTHS[m - 1]} ${y}`;
  return `${start}–${D} ${MONTHS[M - 1]} ${Y}`;
}

// ---------------------------------------------------------------- what is shown

const edges = drawn.edges.map((e) => ({ a: e.from, b: e.to, contacts: [], shown: [], occurred: 0, visible: true }));
const around = parties.map(() => []);
edges.forEach((e, i) => { around[e.a].push(i); around[e.b].push(i); });
contacts.forEach((c, i) => c.edges.forEach((e) => edges[e].contacts.push(i)));
const newest = (i, j) => (contacts[j].from || "").localeCompare(contacts[i].from || "") || i - j;
const most = edges.reduce((n, e) => Math.max(n, e.contacts.length), 0);
const days = contacts.filter((c) => c.from);
const first = days.reduce((d, c) => (c.from < d ? c.from : d), "9999-12-31");
const last = days.reduce((d, c) => (c.to > d ? c.to : d), "0001-01-01");

const fresh = () => ({ status: new Set(data.statuses), kind: new Set(data.kinds), type: new Set(Object.keys(data.types)), since: "", until: "", undated: true, least: 1 });
let filter = fresh();
let selection = null; // {node: i} or {edge: i}
let shownNodes = new Set();
const state = { nodes: parties.length, edges: edges.length, contacts: contacts.length, shown: { nodes: 0, edges: 0, contacts: 0 }, labels: 0, ready: false };
window.diplograph = state;

const TESTS = {
  status: (c) => filter.status.has(c.status),
  kind: (c) => filter.kind.has(c.kind),
  date: (c) => (c.from ? (!filter.since || c.to >= filter.since) && (!filter.until || c.from <= filter.until) : filter.undated),
};
const passes = (c, but) => Object.entries(TESTS).every(([name, test]) => name === but || test(c));
const typed = (e) => filter.type.has(parties[e.a].type) && filter.type.has(parties[e.b].type);

function backbone() { // a large graph opens with its strongest pairs; the notice says so
  const left = (least) => edges.filter((e) => e.contacts.length >= least).length;
  let least = 1;
  while (left(least) > 1200 && left(least + 1) >= 100) least++;
  return least;
}

function apply() {
  const live = new Set();
  shownNodes = new Set();
  for (const e of edges) {
    e.shown = typed(e) ? e.contacts.filter((i) => passes(contacts[i])) : [];
    e.occurred = e.shown.filter((i) => contacts[i].status === "occurred").length;
    e.visible = e.shown.length >= filter.least;
    if (e.visible) { shownNodes.add(e.a).add(e.b); e.shown.forEach((i) => live.add(i)); }
  }
  state.shown = { nodes: shownNodes.size, edges: edges.filter((e) => e.visible).length, contacts: live.size };
  paint(); showCounts(); drawHistogram(live); showPanel();
  if (!$("table-view").hidden) showTable();
}

// ---------------------------------------------------------------- the picture

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
    nodes.push({ ...drawn.nodes[i], hidden: !shownNodes.has(i), opacity: dim ? 0.16 : 1, borderWidth: chosen ? 3 : 1.5,
      color: { background: colour, border, hover: { background: colour, border: ink.ink }, highlight: { background: colour, border } } });
  });
  edges.forEach((e, i) => {
    const chosen = selection && (selection.edge === i || (selection.node !== undefined && (e.a === selection.node || e.b === selection.node)));
    const dim = selection && !chosen, w = width(e.shown.length) * grown, dashes = e.occurred === 0, look = `${e.visible}${dim}${chosen}${w}${dashes}${ink.stage}`;
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
  const bright = near(), limit = Math.max(14, Math.floor((w * h) / 9000));
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
  const gap = 3, tries = [[d.x - tw / 2, d.y + d.r + gap], [d.x - tw / 2, d.y - d.r - gap - th], [d.x + d.r + gap + 2, d.y - th / 2], [d.x - d.r - gap - 2 - tw, d.y - th / 2]];
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
  const visible = [...shownNodes];
  if (visible.length) network.fit({ nodes: visible, animation: false, maxZoomLevel: 1.4 });
  network.moveTo({ scale: network.getScale() * 0.93, animation: false });
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

// ---------------------------------------------------------------- the panel

const nameButton = (i) => el("button", { type: "button", class: "name", onclick: () => select({ node: i }, true) }, parties[i].label);
const edgeBetween = (a, b) => around[a].find((i) => edges[i].a === b || edges[i].b === b);
const safe = (url) => (/^https?:\/\//i.test(url || "") ? url : null);

function sentence(segments) {
  return el("blockquote", { dir: "auto" }, segments.map(([text, mark]) => (mark ? el("mark", { class: mark }, text) : text)));
}
function who(c) {
  const sides = new Map();
  for (const [i, side] of c.parties) sides.set(side, [...(sides.get(side) || []), i]);
  const parts = [...sides.values()].map((side) => side.flatMap((i, n) => (n ? [", ", nameButton(i)] : [nameButton(i)])));
  return parts.flatMap((part, n) => (n ? [" – ", ...part] : part));
}
function source(c) {
  const d = documents[c.document], link = safe(d.url), title = d.title || d.url || d.id;
  const name = link ? el("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, title) : title;
  const rest = [d.publisher, d.date && dateText({ from: d.date, to: d.date })].filter(Boolean).join(", ");
  return [name, rest ? ` (${rest})` : ""];
}
function card(i, named) {
  const c = contacts[i];
  const facts = [["Place", c.place], ["Topic", c.topic], ["Channel", c.channel], ["Reported by", c.by], ["Repeats", c.recurring ? "yes" : null]].filter(([, v]) => v);
  return el("article", { class: "card" },
    el("div", { class: "facts" },
      c.from ? el("time", { datetime: c.from }, dateText(c)) : el("span", { class: "undated" }, "undated"),
      el("span", { class: "tag" }, c.kind), c.status === "occurred" ? null : el("span", { class: `tag ${c.status}` }, c.status)),
    named || c.parties.length > 2 ? el("p", { class: "who" }, who(c)) : null,
    sentence(c.sentence), c.also.map(sentence),
    el("dl", {}, facts.map(([k, v]) => [el("dt", {}, k), el("dd", {}, v)]), el("dt", {}, "Source"), el("dd", {}, source(c))));
}
function paged(list, make, into) {
  let done = 0;
  const more = el("button", { type: "button", class: "quiet more", onclick: () => add() });
  function add() {
    into(list.slice(done, done + PAGE).map(make), more);
    done = Math.min(list.length, done + PAGE);
    more.textContent = `Show ${count(Math.min(PAGE, list.length - done))} more of ${count(list.length - done)}`;
    more.hidden = done >= list.length;
  }
  return [add, more];
}
function cards(list, named) {
  const box = el("div", {});
  const [add, more] = paged([...list].sort(newest), (i) => card(i, named), (items, button) => button.before(...items));
  box.append(more); add();
  return box;
}
function entry(icon, what, n, act) {
  return el("li", {}, el("button", { type: "button", onclick: act }, icon, el("span", { class: "what" }, what), el("span", { class: "count" }, count(n))));
}
function statusLine(list) {
  return data.statuses.map((s) => [s, list.filter((i) => contacts[i].status === s).length]).filter(([, n]) => n).map(([s, n]) => `${count(n)} ${s}`).join(", ");
}
const hidden = (all, shown) => (all > shown ? [el("p", { class: "sub" }, `${plural(all - shown, "contact")} hidden by the filters`)] : []);

function nodePanel(i) {
  const p = parties[i], mine = around[i].filter((e) => edges[e].shown.length);
  const list = [...new Set(mine.flatMap((e) => edges[e].shown))], all = new Set(around[i].flatMap((e) => edges[e].contacts)).size;
  const partners = mine.map((e) => [edges[e].a === i ? edges[e].b : edges[e].a, e]).sort((x, y) => edges[y[1]].shown.length - edges[x[1]].shown.length || collator.compare(parties[x[0]].label, parties[y[0]].label));
  return [head(p.label),
    el("p", { class: "sub" }, [p.type, p.country].filter(Boolean).join(", ")),
    p.roles.length ? el("p", { class: "sub" }, p.roles.join("; ")) : null,
    p.aliases.length ? el("p", { class: "sub" }, `Also: ${p.aliases.join(", ")}`) : null,
    el("h3", {}, `In contact with ${plural(partners.length, "party").replace("partys", "parties")}`),
    el("ul", { class: "list" }, partners.slice(0, 40).map(([other, e]) => entry(glyph(parties[other].type), parties[other].label, edges[e].shown.length, () => select({ edge: e }, true)))),
    el("h3", {}, `Contacts: ${statusLine(list) || "none"}`), hidden(all, list.length), cards(list, true)];
}
function edgePanel(i) {
  const e = edges[i];
  return [head(nameButton(e.a), " – ", nameButton(e.b)), el("p", { class: "sub" }, statusLine(e.shown) || "no contact passes the filters"), hidden(e.contacts.length, e.shown.length), cards(e.shown, false)];
}
function head(...children) {
  return el("div", { class: "head" }, el("h2", { dir: "auto" }, children), el("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => select(null) }, "×"));
}
function overview() {
  const degree = new Map(), visible = edges.map((e, i) => [e, i]).filter(([e]) => e.visible);
  for (const [e] of visible) for (const n of [e.a, e.b]) degree.set(n, (degree.get(n) || 0) + e.shown.length);
  const top = [...degree].sort((x, y) => y[1] - x[1] || x[0] - y[0]).slice(0, 10);
  const pairs = visible.sort((x, y) => y[0].shown.length - x[0].shown.length || x[1] - y[1]).slice(0, 10);
  return [el("h2", {}, "Overview"), el("p", { class: "hint" }, "Choose a party or a line to read the sentences behind it."),
    el("h3", {}, "Most contacts"), el("ul", { class: "list" }, top.map(([i, n]) => entry(glyph(parties[i].type), parties[i].label, n, () => select({ node: i }, true)))),
    el("h3", {}, "Strongest pairs"), el("ul", { class: "list" }, pairs.map(([e, i]) => entry(line(e), `${parties[e.a].label} – ${parties[e.b].label}`, e.shown.length, () => select({ edge: i }, true))))];
}
const line = (e) => svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: "M1 8h14", stroke: "currentColor", opacity: 0.5, "stroke-width": Math.min(width(e.shown.length), 6), "stroke-dasharray": e.occurred ? "none" : "3 3" }));

function showPanel() {
  document.querySelector(".body").classList.toggle("wide", !selection && !$("table-view").hidden); // the table takes the panel's room
  const parts = !selection ? overview() : selection.node !== undefined ? nodePanel(selection.node) : edgePanel(selection.edge);
  $("panel").replaceChildren(...parts.flat(2).filter(Boolean));
}

// ---------------------------------------------------------------- the table

function showTable() {
  const list = [...new Set(edges.filter((e) => e.visible).flatMap((e) => e.shown))].sort(newest);
  const body = el("tbody", {}), view = $("table-view");
  const row = (i) => {
    const c = contacts[i], quote = sentence(c.sentence);
    return el("tr", {}, el("td", {}, dateText(c)), el("td", {}, who(c)), el("td", {}, c.kind), el("td", { class: c.status }, c.status), el("td", { dir: "auto" }, [...quote.childNodes]), el("td", {}, source(c)));
  };
  const [add, more] = paged(list, row, (items) => body.append(...items));
  const titles = ["Date", "Parties", "Kind", "Status", "Sentence", "Source"].map((t) => el("th", { scope: "col" }, t));
  view.replaceChildren(el("table", { class: "contacts" }, el("thead", {}, el("tr", {}, titles)), body), more);
  add();
}
function tab(table) {
  $("table-view").hidden = !table;
  $("tab-table").setAttribute("aria-selected", table); $("tab-graph").setAttribute("aria-selected", !table);
  $("stage").style.visibility = table ? "hidden" : "";
  if (phone.matches) $("stage").hidden = table;
  showPanel();
  if (table) showTable();
}
$("tab-graph").addEventListener("click", () => tab(false));
$("tab-table").addEventListener("click", () => tab(true));

// ---------------------------------------------------------------- filters

const outputs = { status: new Map(), kind: new Map(), type: new Map() };
function choices(group, values, icon, text) {
  for (const value of values) {
    const input = el("input", { type: "checkbox", onchange: () => { filter[group][input.checked ? "add" : "delete"](value); apply(); } });
    const label = el("label", { class: "choice" }, input, icon ? icon(value) : null, el("span", {}, text ? text(value) : value), el("output", {}));
    input.dataset.value = value;
    outputs[group].set(value, label);
    $(`by-${group}`).append(label);
  }
}
function count1(group, key) { // how many contacts each value has, under all the other filters
  const tally = new Map();
  contacts.forEach((c) => { if (passes(c, group) && c.edges.some((e) => typed(edges[e]))) tally.set(key(c), (tally.get(key(c)) || 0) + 1); });
  return tally;
}
function showCounts() {
  const tallies = { status: count1("status", (c) => c.status), kind: count1("kind", (c) => c.kind), type: new Map() };
  const met = new Set();
  for (const e of edges) if (e.contacts.some((i) => passes(contacts[i]))) met.add(e.a).add(e.b);
  for (const i of met) tallies.type.set(parties[i].type, (tallies.type.get(parties[i].type) || 0) + 1);
  for (const [group, labels] of Object.entries(outputs)) for (const [value, label] of labels) {
    const n = tallies[group].get(value) || 0;
    label.querySelector("output").textContent = count(n);
    label.querySelector("input").checked = filter[group].has(value);
    label.classList.toggle("none", n === 0);
  }
  const undated = contacts.filter((c) => !c.from && TESTS.status(c) && TESTS.kind(c)).length;
  $("undated-label").querySelector("output").textContent = count(undated);
  $("undated").checked = filter.undated; $("since").value = filter.since; $("until").value = filter.until;
  $("least").value = filter.least; $("least-out").textContent = filter.least === 1 ? "1 contact a pair (all)" : `${filter.least} contacts a pair`;
  const s = state.shown, whole = s.edges === edges.length && s.contacts === contacts.length;
  const bold = (n) => el("strong", {}, count(n));
  $("showing").replaceChildren("Showing ", bold(s.contacts), ` of ${plural(contacts.length, "contact")}, `, bold(s.edges), ` of ${plural(edges.length, "pair")}`);
  $("reset").hidden = whole && !filter.since && !filter.until;
  $("empty").hidden = s.edges > 0;
  const trimmed = filter.least > 1;
  $("notice").hidden = !trimmed;
  if (trimmed) $("notice").replaceChildren(`${count(s.edges)} of ${plural(edges.length, "pair")}: those with ${filter.least} or more contacts `, el("button", { type: "button", class: "quiet", onclick: () => { filter.least = 1; apply(); } }, "Show all"));
}
choices("status", data.statuses);
choices("kind", data.kinds);
choices("type", Object.keys(data.types), glyph, (t) => data.types[t].plural);
$("reset").addEventListener("click", () => { filter = fresh(); apply(); });
$("undated").addEventListener("change", (e) => { filter.undated = e.target.checked; apply(); });
$("since").addEventListener("change", (e) => { filter.since = e.target.value; apply(); });
$("until").addEventListener("change", (e) => { filter.until = e.target.value; apply(); });
$("least").addEventListener("input", (e) => { filter.least = Number(e.target.value); apply(); });
$("by-weight").hidden = most < 2; $("least").max = Math.min(most, 30);
$("filters-button").addEventListener("click", () => $("filters-button").setAttribute("aria-expanded", $("filters").classList.toggle("open")));

// ---------------------------------------------------------------- the histogram

const monthOf = (d) => Number(d.slice(0, 4)) * 12 + Number(d.slice(5, 7)) - 1;
const dayOf = (d) => Math.round(Date.parse(`${d}T00:00:00Z`) / 864e5);
const pad = (n, w) => String(n).padStart(w, "0");
const bins = (() => {
  if (!days.length) return null;
  const byDay = dayOf(last) - dayOf(first) < 46, at = byDay ? dayOf : monthOf;
  const low = at(first), step = Math.max(1, Math.ceil((at(last) - low + 1) / 46)), many = Math.floor((at(last) - low) / step) + 1;
  const day = (n) => new Date(n * 864e5).toISOString().slice(0, 10), month = (n) => `${pad(Math.floor(n / 12), 4)}-${pad((n % 12) + 1, 2)}-01`;
  const start = (b) => (byDay ? day(low + b * step) : month(low + b * step));
  const end = (b) => (byDay ? day(low + (b + 1) * step - 1) : b + 1 >= many ? last : day(dayOf(month(low + (b + 1) * step)) - 1));
  return { many, of: (d) => Math.floor((at(d) - low) / step), start, end };
})();

function drawHistogram(live) {
  const box = $("histogram");
  if (!bins) { box.style.display = "none"; document.querySelector(".dates").hidden = true; return; }
  const all = new Array(bins.many).fill(0), some = new Array(bins.many).fill(0);
  contacts.forEach((c, i) => { if (c.from) { all[bins.of(c.from)]++; if (live.has(i)) some[bins.of(c.from)]++; } });
  const top = Math.max(...all), bar = (n, b, name) => svg("rect", { x: b + 0.08, width: 0.84, y: 100 - (n / top) * 96, height: (n / top) * 96, class: name });
  box.setAttribute("viewBox", `0 0 ${bins.many} 100`);
  box.setAttribute("aria-label", `Contacts from ${first} to ${last}; drag to choose a range`);
  const ranged = filter.since || filter.until, from = filter.since > first ? bins.of(filter.since) : 0, to = filter.until && filter.until < last ? bins.of(filter.until) : bins.many - 1;
  const range = ranged && to >= from ? [svg("rect", { x: from, width: to - from + 1, y: 0, height: 100, class: "range" })] : [];
  box.replaceChildren(...range, ...all.flatMap((n, b) => [bar(n, b, "all"), bar(some[b], b, "in")]));
}
if (bins) {
  $("histogram").after(el("div", { class: "span" }, el("span", {}, first.slice(0, 7)), el("span", {}, last.slice(0, 7))));
  let from = null;
  const at = (e) => { const r = $("histogram").getBoundingClientRect(); return Math.min(bins.many - 1, Math.max(0, Math.floor(((e.clientX - r.left) / r.width) * bins.many))); };
  const set = (e) => { const to = at(e); filter.since = bins.start(Math.min(from, to)); filter.until = bins.end(Math.max(from, to)); apply(); };
  $("histogram").addEventListener("pointerdown", (e) => { from = at(e); $("histogram").setPointerCapture(e.pointerId); set(e); });
  $("histogram").addEventListener("pointermove", (e) => { if (from !== null) set(e); });
  $("histogram").addEventListener("pointerup", () => { from = null; });
}

// ---------------------------------------------------------------- search, keys, theme

const fold = (s) => s.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/\s+/gu, " ").trim();
const names = order.flatMap((i) => [[fold(parties[i].label), i], ...parties[i].aliases.map((a) => [fold(a), i])]);
for (const i of order.slice(0, 3000)) {
  $("names").append(el("option", { value: parties[i].label }));
  for (const a of parties[i].aliases.slice(0, 4)) $("names").append(el("option", { value: a, label: `${a} (${parties[i].label})` }));
}
function find(query, exact) {
  const wanted = fold(query);
  if (!wanted) return null;
  const hit = names.find(([n]) => n === wanted) || (exact ? null : names.find(([n]) => n.startsWith(wanted)) || names.find(([n]) => n.includes(wanted)));
  return hit ? hit[1] : null;
}
$("query").addEventListener("input", (e) => {
  $("missed").textContent = "";
  const whole = !(e instanceof InputEvent) || e.inputType === "insertReplacementText"; // a choice from the list
  const i = whole ? find(e.target.value, true) : null;
  if (i !== null) select({ node: i }, true);
});
$("find").addEventListener("submit", (e) => {
  e.preventDefault();
  const i = find($("query").value);
  $("missed").textContent = i === null && $("query").value.trim() ? "No party has this name." : "";
  if (i !== null) select({ node: i }, true);
});
document.addEventListener("keydown", (e) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName) && document.activeElement.type !== "checkbox";
  if (e.key === "/" && !typing && !e.ctrlKey && !e.metaKey) { e.preventDefault(); $("query").focus(); $("query").select(); }
  else if (e.key === "Escape") { $("missed").textContent = ""; if (typing) document.activeElement.blur(); else select(null); }
});
const dark = matchMedia("(prefers-color-scheme: dark)");
let chosenTheme = null;
function theme() {
  document.documentElement.dataset.theme = chosenTheme || (dark.matches ? "dark" : "light");
  readInk(); paint(); network.redraw();
}
$("theme").addEventListener("click", () => { chosenTheme = document.documentElement.dataset.theme === "dark" ? "light" : "dark"; theme(); });
dark.addEventListener("change", theme);

filter.least = backbone();
document.documentElement.dataset.theme = dark.matches ? "dark" : "light";
readInk(); apply(); fit();
let resized = 0;
addEventListener("resize", () => { clearTimeout(resized); resized = setTimeout(() => { if (!selection) fit(); }, 150); });
})();
