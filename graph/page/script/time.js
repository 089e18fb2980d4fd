// Contacts by day, month or year: a histogram to brush, and to play.

const UNITS = { // a day as the number of its bin, and a bin's first day
  day: { of: (d) => Math.round(Date.parse(`${d}T00:00:00Z`) / 864e5), start: (n) => new Date(n * 864e5).toISOString().slice(0, 10), name: dayText },
  month: { of: (d) => Number(d.slice(0, 4)) * 12 + Number(d.slice(5, 7)) - 1, start: (n) => `${pad(Math.floor(n / 12), 4)}-${pad((n % 12) + 1, 2)}-01`, name: (d) => dateText({ from: d, precision: "month", to: d, vague: 1 }) },
  year: { of: (d) => Number(d.slice(0, 4)), start: (n) => `${pad(n, 4)}-01-01`, name: (d) => String(Number(d.slice(0, 4))) },
};
const pad = (n, w) => String(n).padStart(w, "0");
const MOST_BINS = 400, FEW_BINS = 64, STEP = 700; // milliseconds a step of play
const dayBefore = (d) => UNITS.day.start(UNITS.day.of(d) - 1);

// A few contacts of long ago (or far ahead) would squeeze all others into one bar: they share the bar at the rim.
const core = (() => {
  const told = START.filter(Boolean).sort();
  if (!told.length) return null;
  const rare = Math.floor(told.length * 0.08), of = UNITS.day.of;
  const [early, late] = [told[rare], told[told.length - 1 - rare]], span = of(late) - of(early) + 30;
  return { from: told.find((d) => of(early) - of(d) <= span), to: [...told].reverse().find((d) => of(d) - of(late) <= span), latest: told.at(-1) };
})();
const binsOf = (unit) => UNITS[unit].of(core.to) - UNITS[unit].of(core.from) + 1;
let unit = core ? Object.keys(UNITS).find((u) => binsOf(u) <= FEW_BINS) || "year" : null;
const chosenUnit = unit;

function bins() {
  const { of, start, name } = UNITS[unit], low = of(core.from), many = binsOf(unit);
  return {
    many,
    of: (d) => Math.min(many - 1, Math.max(0, of(d) - low)),
    from: (b) => (b <= 0 ? first : start(low + b)),
    to: (b) => (b + 1 >= many ? last : dayBefore(start(low + b + 1))),
    names: [`${core.from > first ? "≤ " : ""}${name(core.from)}`, `${core.to < core.latest ? "≥ " : ""}${name(core.to)}`],
    name: (b) => name(start(low + b)),
  };
}
function chosenBins(b) { // first and last bin of the range, or null where it is the whole
  if (!filter.since && !filter.until) return null;
  const from = filter.since > first ? b.of(filter.since) : 0, to = filter.until && filter.until < last ? b.of(filter.until) : b.many - 1;
  return to >= from ? [from, to] : null;
}
function choose(from, to, b) {
  filter.since = b.from(from); filter.until = b.to(to);
  apply();
}

const SLOTS = {}; // of each unit, the bin of every contact
let bars = null; // of each bin: contacts that count there, of these shown; contacts only told then, of these such as a click takes in; all shown
function fillBars(b) {
  const slot = (SLOTS[unit] ||= Int32Array.from(START, (day) => (day ? b.of(day) : -1))), [all, some, told, near, shown] = Array.from({ length: 5 }, () => new Uint32Array(b.many));
  for (let i = 0; i < slot.length; i++) {
    if (slot[i] < 0 || !level.edgesOf[i].length) continue;
    const lit = live.has(i), [whole, part] = isPlaced(i) ? [all, some] : [told, near];
    whole[slot[i]]++;
    if (lit) shown[slot[i]]++;
    if (lit || apart.has(i)) part[slot[i]]++;
  }
  bars = { all, some, told, near, shown };
}
function drawHistogram() {
  if (!core) return;
  const b = bins(), box = $("histogram");
  fillBars(b);
  const { all, some, told, near } = bars, top = all.reduce((n, own, at) => Math.max(n, own + told[at]), 1), gap = b.many > 120 ? 0 : 0.08, chosen = chosenBins(b);
  const bar = (n, at, name, on = 0) => (n ? [svg("rect", { x: at + gap, width: 1 - 2 * gap, y: 100 - ((on + n) / top) * 96, height: (n / top) * 96, class: name })] : []);
  box.setAttribute("viewBox", `0 0 ${b.many} 100`);
  box.setAttribute("aria-label", `Contacts by ${unit} from ${dayText(first)} to ${dayText(last)}, at most ${count(top)}${told.some(Boolean) ? `; paler, ${paler(told.reduce((n, own) => n + own))}` : ""}. Arrow keys move the chosen range, with Shift they widen it.`);
  box.replaceChildren(...(chosen ? [svg("rect", { x: chosen[0], width: chosen[1] - chosen[0] + 1, y: 0, height: 100, class: "range" })] : []), ...Array.from(all, (n, at) => [...bar(n, at, "all"), ...bar(some[at], at, "in"), ...bar(told[at], at, "told", n), ...bar(near[at], at, "told near", n)]).flat());
  $("span").replaceChildren(...b.names.map((name) => el("span", {}, name)));
  for (const input of document.querySelectorAll("#units input")) { input.checked = input.value === unit; input.disabled = binsOf(input.value) > MOST_BINS; }
  showBar();
}
const paler = (n) => toldThen(n, data.bases[leastFirm()]);
let over = null; // first and last bar under the pointer, or that the keys have chosen
function showBar() {
  $("bar").hidden = !over;
  if (!over) return;
  const b = bins(), [from, to] = over, sum = (of) => of.slice(from, to + 1).reduce((n, own) => n + own, 0);
  const [all, told, shown] = [bars.all, bars.told, bars.shown].map(sum);
  $("bar").textContent = `${from === to ? b.name(from) : `${b.name(from)} – ${b.name(to)}`}: ${plural(all, "contact")}${told ? ` and ${paler(told)}` : ""}${shown < all + (ranged() ? 0 : told) ? `, ${count(shown)} shown` : ""}`;
}

// ---------------------------------------------------------------- play

let timer = null;
function stop() {
  clearInterval(timer);
  timer = null;
  $("play").setAttribute("aria-pressed", "false"); $("play").setAttribute("aria-label", "Play");
  $("playing").textContent = "";
}
function play() { // a chosen range travels to the end; without one, time runs from the beginning and nothing leaves
  const b = bins(), chosen = chosenBins(b);
  const growing = !chosen || (chosen[0] === 0 && chosen[1] === b.many - 1);
  let [from, to] = growing ? [0, 0] : chosen[1] === b.many - 1 ? [0, chosen[1] - chosen[0]] : chosen;
  const show = () => { choose(from, to, b); $("playing").textContent = from === to || growing ? b.name(to) : `${b.name(from)} – ${b.name(to)}`; };
  const step = () => {
    if (to >= b.many - 1) {
      stop();
      if (growing) { filter.since = filter.until = ""; apply(); }
      return;
    }
    to++; if (!growing) from++;
    show();
  };
  $("play").setAttribute("aria-pressed", "true"); $("play").setAttribute("aria-label", "Pause");
  timer = setInterval(step, STEP);
  show();
}

if (core) {
  const box = $("histogram");
  let grip = null; // where a drag began, and the range it moves
  const at = (e) => { const r = box.getBoundingClientRect(), b = bins(); return Math.min(b.many - 1, Math.max(0, Math.floor(((e.clientX - r.left) / r.width) * b.many))); };
  const drag = (e) => {
    const b = bins(), here = at(e);
    if (!grip.range) { choose(Math.min(grip.from, here), Math.max(grip.from, here), b); return; }
    const by = Math.min(b.many - 1 - grip.range[1], Math.max(-grip.range[0], here - grip.from));
    choose(grip.range[0] + by, grip.range[1] + by, b);
  };
  box.addEventListener("pointerdown", (e) => {
    const b = bins(), here = at(e), range = chosenBins(b);
    stop();
    const inside = range && here >= range[0] && here <= range[1] && range[1] > range[0] && range[1] - range[0] < b.many - 1;
    grip = { from: here, range: inside ? range : null };
    box.setPointerCapture(e.pointerId);
    drag(e);
  });
  box.addEventListener("pointermove", (e) => { over = [at(e), at(e)]; if (grip) drag(e); else showBar(); });
  for (const away of ["pointerleave", "blur"]) box.addEventListener(away, () => { over = null; showBar(); });
  box.addEventListener("pointerup", () => { grip = null; });
  box.addEventListener("dblclick", () => { filter.since = filter.until = ""; apply(); });
  box.addEventListener("keydown", (e) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[e.key], b = bins();
    if (!by) return;
    e.preventDefault(); stop();
    const [from, to] = chosenBins(b) || [0, b.many - 1];
    over = null;
    if (e.shiftKey) choose(from, Math.min(b.many - 1, Math.max(from, to + by)), b);
    else if (from + by >= 0 && to + by < b.many) choose(from + by, to + by, b);
    else if (to - from === b.many - 1) choose(by > 0 ? 0 : b.many - 1, by > 0 ? 0 : b.many - 1, b);
    over = chosenBins(b); showBar();
  });
  $("play").addEventListener("click", () => (timer ? stop() : play()));
  for (const input of document.querySelectorAll("#units input")) input.addEventListener("change", () => { stop(); unit = input.value; over = null; drawHistogram(); writeAddress(); });
} else $("by-date").hidden = true;
