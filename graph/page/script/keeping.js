// Decisions kept in the browser, each by itself, so that two tabs lose none; and files of them.

const STORE = "diplograph decision ", OWN = `${STORE}${data.review.key} `, NAME = "diplograph reviewer", SAVED = `diplograph saved ${data.review.key}`;
const session = new Map(); // what this tab keeps, also where the browser keeps nothing
const storage = (() => { // null where there is none, as for files in some browsers and in the frames of notebooks
  try { localStorage.setItem("diplograph", "1"); localStorage.removeItem("diplograph"); return localStorage; } catch { return null; }
})();
let full = false; // whether the browser refused to keep more
function hold(key, text) {
  session.set(key, text);
  if (!storage) return;
  try { storage.setItem(key, text); } catch { full = true; }
}
const held = (key) => session.get(key) ?? (storage ? storage.getItem(key) : null);
const keys = () => [...new Set([...session.keys(), ...(storage ? Array.from({ length: storage.length }, (_, n) => storage.key(n)) : [])])];

const keyOf = (d) => `${OWN}${d.at} ${d.by} ${d.decision}`;
const DIGESTS = new Set(cases.flatMap((c) => (c.passage ? [c.passage.digest] : [])));
function remembered() { // also what was decided in an earlier page that had the same contacts
  return keys().filter((key) => key.startsWith(STORE)).flatMap((key) => {
    let d = null;
    try { d = JSON.parse(held(key)); } catch { return []; }
    const ours = key.startsWith(OWN) || (isDecision(d) && (CASE_OF.has(subjectOf(d.contact)) || DIGESTS.has(d.around?.digest)));
    return ours ? [d] : [];
  });
}
function keep(...decisions) {
  for (const d of decisions) hold(keyOf(d), JSON.stringify(d));
  readLog();
}
const kept = () => keys().filter((key) => key.startsWith(OWN)).length;
const unsaved = () => kept() - Number(held(SAVED) || 0);

function saveDecisions() {
  readLog();
  save(log.map((d) => `${JSON.stringify(d)}\n`).join(""), "application/jsonl", `${data.review.name}.decisions.jsonl`);
  hold(SAVED, String(kept()));
  return log.length;
}
async function loadDecisions(file) { // say what came of it
  const lines = (await file.text()).split("\n").map((line, n) => [line.replace(/^\ufeff/, "").trim(), n + 1]).filter(([line]) => line);
  const known = new Set(log.map(idOf)), fresh = [], broken = [];
  for (const [line, n] of lines) {
    let d = null;
    try { d = JSON.parse(line); } catch { /* told below */ }
    if (!isDecision(d)) broken.push(n); else if (!known.has(idOf(d))) { known.add(idOf(d)); fresh.push(d); }
  }
  const saved = Number(held(SAVED) || 0), before = kept();
  keep(...fresh);
  hold(SAVED, String(saved + kept() - before));
  const strange = fresh.filter((d) => JUDGED.includes(d.decision) && !CASE_OF.has(subjectOf(d.contact))).length;
  return [`${plural(fresh.length, "decision")} loaded.`, fresh.length < lines.length - broken.length ? ` ${count(lines.length - broken.length - fresh.length)} were known.` : "",
    strange ? ` ${count(strange)} on contacts that this page does not have: saved with the rest.` : "", broken.length ? ` No decision stands in ${broken.length > 1 ? "lines" : "line"} ${broken.slice(0, 5).join(", ")}${broken.length > 5 ? " and others" : ""} of ${file.name}.` : ""].join("");
}
