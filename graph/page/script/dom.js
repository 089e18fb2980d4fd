// Elements and words. All scripts share one scope: the template joins them in one function, in the order it names them.

const $ = (id) => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const phone = matchMedia("(max-width: 860px)");
const collator = new Intl.Collator("en");
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const INHERITED = "From what was told before";

// Everything from the contacts goes through textContent or setAttribute; nothing is ever parsed as markup.
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
const button = (props, ...children) => el("button", { type: "button", ...props }, ...children);
const quiet = (text, act) => button({ class: "quiet", onclick: act }, text);

const SHAPES = { dot: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z", square: "M2.5 2.5h11v11h-11z", diamond: "M8 1l7 7l-7 7l-7-7z", triangle: "M8 1.5l7 12.5h-14z" };
const glyph = (type) => svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: SHAPES[data.types[type].shape], class: type }));

const count = (n) => n.toLocaleString("en");
const plural = (n, word) => `${count(n)} ${n === 1 ? word : word.endsWith("y") ? `${word.slice(0, -1)}ies` : `${word}s`}`;
const flat = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/\s+/gu, " ").trim(); // for comparing
const safe = (url) => (/^https?:\/\//i.test(url || "") ? url : null);

function dateText(c) {
  if (!c.from) return c.told ? `${data.statuses[c.status].open ? "after" : "by"} ${dayText(c.told)}` : "undated";
  const [y, m, d] = c.from.split("-").map(Number), [Y, M, D] = c.to.split("-").map(Number);
  const whole = c.vague && c.precision;
  if (whole === "year") return String(y);
  if (whole === "quarter") return `Q${(m + 2) / 3} ${y}`;
  if (whole === "week") return `week of ${dayText(c.from)}`;
  if (whole === "month") return `${MONTHS[m - 1]} ${y}`;
  if (c.from === c.to) return `${d} ${MONTHS[m - 1]} ${y}`;
  const start = y === Y ? (m === M ? d : `${d} ${MONTHS[m - 1]}`) : `${d} ${MONTHS[m - 1]} ${y}`;
  return `${c.vague ? "within " : ""}${start}–${D} ${MONTHS[M - 1]} ${Y}`;
}
const dayText = (day) => dateText({ from: day, to: day });
function dateOf(c) { // the same with what is to be known of it
  if (!c.from) return el("span", { class: "undated", title: c.told && "No day is told; this is the day of the document" }, dateText(c));
  return c.basis ? [el("time", { datetime: c.from, title: INHERITED }, dateText(c)), " ", el("small", { class: "rest", title: INHERITED }, c.basis)] : el("time", { datetime: c.from }, dateText(c));
}
