// What is shown, to take away: pictures, tables and a graph.

function save(text, type, name) {
  const blob = text instanceof Blob ? text : new Blob([text], { type }), url = URL.createObjectURL(blob);
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
const listed = () => [...live].sort(newest);
const partyOf = (n) => { const p = parties[n]; return { id: p.id, name: p.label, type: p.type, country: p.country }; };

// ---------------------------------------------------------------- pictures

function savePng() {
  const from = document.querySelector("#canvas canvas"), to = Object.assign(el("canvas", {}), { width: from.width, height: from.height }), ctx = to.getContext("2d");
  ctx.fillStyle = ink.stage; ctx.fillRect(0, 0, to.width, to.height); ctx.drawImage(from, 0, 0);
  to.toBlob((blob) => save(blob, "image/png", "diplograph.png"));
}
function drawing() { // the map as it stands, as an SVG element
  const w = $("canvas").clientWidth, h = $("canvas").clientHeight, scale = network.getScale(), at = (i) => network.canvasToDOM(spots[i]);
  const bright = near(), lit = chosenEdges(), n = (x) => x.toFixed(1);
  const lines = edges.map((e, i) => [e, i]).filter(([e]) => e.visible).map(([e, i]) => {
    const a = at(e.a), b = at(e.b), chosen = lit.has(i);
    return svg("path", { d: `M${n(a.x)} ${n(a.y)}L${n(b.x)} ${n(b.y)}`, stroke: chosen ? ink.accent : ink.edge, "stroke-width": n(thickness(e, scale)),
      "stroke-opacity": selection !== null && !chosen ? 0.12 : 0.7, ...(e.occurred ? {} : { "stroke-dasharray": "4" }) });
  });
  const dots = [...shownNodes].map((i) => {
    const p = at(i), r = pixels(i, scale); // SHAPES are drawn in a square of 16, 12 across
    return svg("path", { d: SHAPES[data.types[parties[i].type].shape], transform: `translate(${n(p.x)} ${n(p.y)}) scale(${(r / 6).toFixed(3)}) translate(-8 -8)`, fill: ink[parties[i].type], stroke: ink.stage, "stroke-width": 0.8,
      opacity: bright !== null && !bright.has(i) ? 0.16 : 1 }, svg("title", {}, parties[i].label));
  });
  const names = boxes.map((b) => svg("text", { x: n(b.x), y: n(b.y + b.h / 2), "font-size": b.px, "font-weight": b.strong ? 650 : 500 }, b.text));
  return svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${w} ${h}`, width: w, height: h },
    svg("title", {}, document.title), svg("desc", {}, madeOf()), svg("rect", { width: w, height: h, fill: ink.stage }), svg("g", { fill: "none" }, ...lines), svg("g", {}, ...dots),
    svg("g", { "font-family": "system-ui, sans-serif", "dominant-baseline": "central", fill: ink.ink, stroke: ink.halo, "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke" }, ...names));
}
const rowOf = (name) => `${name.textContent}: ${name.nextElementSibling.textContent}`;
const madeOf = () => [document.body.dataset.version, ...[...$("made").querySelectorAll("dt")].map(rowOf), `shown: ${$("showing").textContent}`].join("; ");
const pictureSvg = () => legal(new XMLSerializer().serializeToString(drawing()));

// ---------------------------------------------------------------- tables

const cell = (value) => { // a spreadsheet must not run what the text says
  const text = value === null || value === undefined ? "" : String(value), guarded = text.replace(/^(?=\s*[=+\-@\t\r\n|%＝＋－＠])|(?<=;)(?=\s*[=+\-@|%＝＋－＠])/g, "'");
  return /[",\r\n]/.test(guarded) ? `"${guarded.replace(/"/g, '""')}"` : guarded;
};
const basisOf = (c) => (c.from ? c.basis || "stated" : c.told && "reported");
const whenOf = (i) => [...(isPlaced(i) ? [START[i], END[i], contacts[i].precision || "day"] : ["", "", ""]), basisOf(contacts[i])];
function contactsCsv() {
  const head = "id,date_start,date_end,date_precision,date_basis,kind,status,parties,place,topic,channel,reported_by,reports,trust,evidence,page,source,source_date,source_publisher,source_url".split(",");
  const rows = listed().map((i) => {
    const c = contacts[i], d = documents[c.document];
    return [c.id, ...whenOf(i), c.kind, c.status, level.sides[i].map((side) => side.map((p) => parties[p].label).join(", ")).join(" – "), c.place, c.topic, c.channel, c.by, 1 + c.reports.filter((r) => !r.copy).length, c.decided ? 1 : c.trust, textOf(c.sentence), c.pages?.[0], titleOf(d), d.date, d.publisher, d.url];
  });
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
function contactsJson() {
  const plain = (r) => ({ kind: r.kind, status: r.status, date: r.from ? { start: r.from, end: r.to, basis: basisOf(r), vague: Boolean(r.vague), precision: r.precision } : null, reported_by: r.by ?? null, evidence: textOf(r.sentence), page: r.pages?.[0] ?? null, copy: Boolean(r.copy), document: documents[r.document] });
  return `${JSON.stringify(listed().map((i) => {
    const c = contacts[i];
    const open = data.statuses[c.status].open, bound = c.told ? { start: open ? c.told : null, end: open ? null : c.told } : null;
    return { id: c.id, ...plain(c), bound, parties: level.sides[i].flatMap((side, n) => side.map((p) => ({ ...partyOf(p), side: n }))), place: c.place ?? null, topic: c.topic ?? null, channel: c.channel ?? null, reports: c.reports.map(plain) };
  }), null, 1)}\n`;
}

// ---------------------------------------------------------------- GraphML, by the rules that Gephi keeps

const legal = (text) => text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\ufffd");
const xml = (text) => legal(String(text)).replace(/[&<>"\r]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;" })[c]);
const NODE_KEYS = { label: "string", party_id: "string", party_kind: "string", country: "string", aliases: "string", contacts: "int", x: "double", y: "double", r: "int", g: "int", b: "int" };
const EDGE_KEYS = { label: "string", weight: "double", contacts: "int", ...Object.fromEntries(OTHERS.map((s) => [s, "int"])), kinds: "string", first_date: "string", last_date: "string", evidence: "string" };
const keysXml = (domain, keys) => Object.entries(keys).map(([name, type]) => `<key id="${domain[0]}_${name}" for="${domain}" attr.name="${name}" attr.type="${type}"/>\n`).join("");
const dataXml = (prefix, values) => Object.entries(values).map(([name, value]) => (value === undefined || value === null || String(value).trim() === "" ? "" : `<data key="${prefix}_${name}">${xml(value)}</data>`)).join("");
function graphml() {
  const own = new Map([...shownNodes].sort((a, b) => a - b).map((i) => [i, new Set()])), lines = [];
  edges.forEach((e) => {
    if (!e.visible) return;
    const number = (status) => e.shown.filter((i) => contacts[i].status === status).length, occurred = e.shown.filter((i) => tookPlace[i]);
    for (const i of occurred) { own.get(e.a).add(i); own.get(e.b).add(i); }
    const told = occurred.length ? occurred : e.shown, [first_date, last_date] = spanOf(e.shown), kinds = [...new Set(told.map((i) => contacts[i].kind))].sort();
    lines.push(`<edge id="n${e.a}--n${e.b}" source="n${e.a}" target="n${e.b}">${dataXml("e", { label: kinds.join("; "), weight: occurred.length || 0.001, contacts: occurred.length, ...Object.fromEntries(OTHERS.map((s) => [s, number(s)])),
      kinds: kinds.join("; "), first_date, last_date, evidence: textOf(contacts[[...told].sort(newest)[0]].sentence) })}</edge>\n`);
  });
  const nodes = [...own].map(([i, told]) => {
    const p = parties[i], [r, g, b] = [1, 3, 5].map((n) => parseInt(data.types[p.type].colour.slice(n, n + 2), 16)), [x, y] = level.places[i];
    return `<node id="n${i}">${dataXml("n", { label: p.label, party_id: p.id, party_kind: p.type, country: p.country, aliases: p.aliases.join("; "), contacts: told.size, x, y: -y, r, g, b })}</node>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n<desc>${xml(madeOf())}</desc>\n${keysXml("node", NODE_KEYS)}${keysXml("edge", EDGE_KEYS)}<graph id="diplograph" edgedefault="undirected">\n${nodes.join("")}${lines.join("")}</graph>\n</graphml>\n`;
}

// ---------------------------------------------------------------- paper: the map, then every contact that is shown

let onScreen = null; // how the page looked before it was printed
addEventListener("beforeprint", () => {
  onScreen = { theme: document.documentElement.dataset.theme };
  document.documentElement.dataset.theme = "light"; readInk();
  $("paper").replaceChildren(drawing());
  showTable(true); $("table-view").hidden = false;
});
addEventListener("afterprint", () => {
  document.documentElement.dataset.theme = onScreen.theme; readInk();
  $("paper").replaceChildren();
  onScreen = null;
  tab(view); network.redraw();
});

// ---------------------------------------------------------------- the menu

const TAKE = {
  png: savePng,
  svg: () => save(pictureSvg(), "image/svg+xml", "diplograph.svg"),
  csv: () => save(contactsCsv(), "text/csv", "diplograph.csv"),
  json: () => save(contactsJson(), "application/json", "diplograph.json"),
  graphml: () => save(graphml(), "application/xml", "diplograph.graphml"),
};
function openMenu(open) {
  $("take").hidden = !open;
  $("take-button").setAttribute("aria-expanded", String(open));
}
$("take-button").addEventListener("click", () => openMenu($("take").hidden));
for (const item of document.querySelectorAll("#take button")) item.addEventListener("click", () => { openMenu(false); TAKE[item.dataset.take](); $("take-button").focus(); });
document.addEventListener("pointerdown", (e) => { if (!$("take").hidden && !e.target.closest(".menu")) openMenu(false); });
