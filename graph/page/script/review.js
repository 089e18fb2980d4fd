// One contact at a time: its passage, what is known of it, and the keys that decide.

let queue = [], current = -1, onDesk = -1; // the cases that the filters leave, the one that is next, and the one that is shown
const isOpen = (n) => !verdictOn(n);
const remaining = () => queue.filter(isOpen).length;
function requeue() {
  queue = cases.map((_, n) => n).filter((n) => live.has(cases[n].encounter));
  if (!queue.includes(current)) current = queue.find((n) => n > current && isOpen(n)) ?? queue.find(isOpen) ?? queue[0] ?? -1;
}
function showReview() {
  readLog();
  if (answer) showTools(); else showCase(); // what is being filled in stays
}
function showCase() {
  requeue(); showTools();
  $("case").replaceChildren(...(current < 0 ? [el("p", { class: "hint", id: "case-title" }, cases.length ? "No contact passes the filters." : "There is no contact to decide on.")] : drawCase(current)));
  for (const act of document.querySelectorAll("#deciding button:not(#act-undo)")) act.disabled = current < 0;
  $("why").disabled = current < 0;
  if (current !== onDesk) {
    $("desk").scrollTop = 0;
    showOwn();
    if (phone.matches && $("review-view").getBoundingClientRect().top < 0) $("review-view").scrollIntoView();
  }
  onDesk = current;
  writeAddress();
}
function showOwn() { // the sentence of the contact, where there is no room for all
  const own = document.querySelector("#passage .own"), desk = $("desk");
  if (own && own.offsetTop + own.offsetHeight > desk.scrollTop + desk.clientHeight) desk.scrollTop = own.offsetTop - desk.clientHeight / 3;
}

// ---------------------------------------------------------------- what is shown

function partyShown(p) {
  const known = [p.role, p.country ? countryName(p.country) : p.org].filter((words) => words && words !== p.name).join(", ");
  return el("span", { class: "party" }, el("span", { class: "who", dir: "auto" }, glyph(p.type), " ", p.name), known ? el("small", { class: "rest" }, ` ${known}`) : "");
}
function titleShown(contact) {
  const sides = new Map();
  for (const p of contact.parties) sides.set(p.side, [...(sides.get(p.side) || []), partyShown(p)]);
  return between([...sides.values()].map((side) => between(side, ", ")), el("span", { class: "dash" }, " – "));
}
const dayOf = ({ date }, { date: told }, status) => dateOf(date ? { ...date, from: date.start, to: date.end, basis: date.basis === "stated" ? undefined : date.basis, status } : { told, status });
function drawCase(n) {
  const { contact: c, document: d, encounter, passage } = cases[n], p = passageOf(n), verdict = verdictOn(n), pages = c.evidence.page ? [c.evidence.page] : null;
  const facts = [["Place", c.place], ["Topic", c.topic], ["Channel", c.channel], ["Reported by", c.reported_by], ["Repeats", c.recurring ? "yes" : null]].filter(([, v]) => v);
  return [
    el("div", { class: "facts" }, el("span", { class: "number" }, `${count(queue.indexOf(n) + 1)} of ${count(queue.length)}`), dayOf(c, documents[d], c.status),
      el("span", { class: "tag" }, c.kind), el("span", { class: `tag ${c.status}` }, c.status), verdict ? el("strong", { class: `verdict ${verdict.decision}` }, verdictText(verdict)) : ""),
    el("h2", { id: "case-title" }, titleShown(c)),
    drawPassage(p, marksOf(n, p)),
    passage ? null : el("p", { class: "hint" }, "The text of the document was not at hand, so that nothing is shown around the sentence."),
    el("dl", {}, facts.map(([k, v]) => [el("dt", {}, k), el("dd", { dir: "auto" }, v)]), el("dt", {}, "Source"), el("dd", {}, source(d, pages))),
    becomesShown(n, verdict), contacts[encounter].disputed.map((words) => el("p", { class: "disputed" }, `Reports differ: ${words}`)),
    addedBeside(n).map((m) => el("p", { class: "added" }, "Added: ", el("span", { dir: "auto" }, [0, 1].map((side) => m.contact.parties.filter((q) => q.side === side).map((q) => q.mention).join(", ")).join(" – ")), ` (${m.contact.kind}, ${m.contact.status})`)),
  ].flat(Infinity).filter(Boolean);
}
const verdictText = ({ decision, by }) => `${MADE[decision]}${by ? `, by ${by}` : ", before"}`;
function becomesShown(n, verdict) { // what a change makes of it
  if (!verdict || !verdict.becomes) return null;
  const c = cases[n].contact, b = verdict.becomes, day = (x) => (x.date ? dateText({ from: x.date.start, to: x.date.end, vague: x.date.vague, precision: x.date.precision }) : "undated"), names = (x) => x.parties.map((q) => q.name).join(" – ");
  const rows = [["Kind", c.kind, b.kind], ["Status", c.status, b.status], ["Day", day(c), day(b)], ["Place", c.place || "none", b.place || "none"], ["Parties", names(c), names(b)]].filter(([, was, is]) => was !== is);
  return el("p", { class: "added" }, "Changed to: ", el("span", { dir: "auto" }, rows.map(([name, , is]) => `${name.toLowerCase()} ${is}`).join("; ")));
}
function showTools() {
  const open = remaining(), done = queue.length - open, late = unsaved();
  $("left").replaceChildren(el("strong", {}, count(done)), " decided, ", el("strong", {}, count(open)), " left", queue.length > live.size ? el("span", { class: "rest" }, `, of ${plural(live.size, "encounter")}`) : "");
  $("done").max = Math.max(1, queue.length); $("done").value = done;
  $("as").textContent = held(NAME) ? `Deciding as ${short(held(NAME))}` : "Say who decides";
  $("save").textContent = late > 0 ? `Save ${count(late)} new` : "Save";
  const warning = !storage ? "This browser keeps nothing for a page like this: save the file before you leave." : full ? "The browser keeps no more: save the file now, and before you leave." : "";
  $("kept").hidden = !warning; $("kept").textContent = warning;
}
function say(words) { // and to a screen reader also what comes next
  const c = current < 0 ? null : cases[current].contact;
  $("said").replaceChildren(words, c ? el("span", { class: "offscreen" }, ` Now: ${c.kind}, ${c.status}, ${c.parties.map((p) => p.name).join(", ")}: ${c.evidence.sentence}`) : "");
}

// ---------------------------------------------------------------- what is done

const mine = []; // what was decided here and stands, the last at the end
function why() {
  const words = $("why").value.trim();
  $("why").value = "";
  return words || undefined;
}
function made(d) {
  keep(d);
  mine.push(d);
  showCase();
  say(`${MADE[d.decision]}. ${plural(remaining(), "contact")} left.`);
}
function decide(n, verdict, more) {
  const open = (k) => k !== n && isOpen(k), at = queue.indexOf(n);
  const d = decisionOn(n, verdict, held(NAME), { why: why(), ...more });
  current = queue.slice(at + 1).find(open) ?? queue.find(open) ?? n;
  made(d);
  if (!remaining()) say(`${MADE[verdict]}. All are decided: save the file.`);
}
function undo() {
  const d = mine.pop();
  if (!d) { say("There is nothing to undo."); return; }
  const subject = subjectOf(d.contact), by = (stands.get(subject) || []).filter((other) => other.by === d.by);
  const earlier = by.filter((other) => other.at !== d.at).slice(-1), withdrawn = { decision: "withdrawn", by: d.by, at: stamp(), contact: d.contact, around: d.around };
  const again = earlier.map((other) => ({ ...other, at: stamp() })); // since who withdraws takes back all
  keep(withdrawn, ...again);
  const before = mine.findLastIndex((other) => subjectOf(other.contact) === subject);
  if (before >= 0) mine.splice(before, 1, ...again);
  if (CASE_OF.has(subject) && queue.includes(CASE_OF.get(subject))) current = CASE_OF.get(subject);
  showCase();
  say(`Taken back: ${MADE[d.decision].toLowerCase()}. ${plural(remaining(), "contact")} left.`);
}
function move(by) {
  const to = queue[queue.indexOf(current) + by];
  if (to === undefined) { say(by > 0 ? "This is the last." : "This is the first."); return; }
  current = to;
  showCase();
  say("");
}
const ACTS = {
  back: () => move(-1), next: () => move(1), undo,
  right: () => byWhom(() => decide(current, "right")), wrong: () => byWhom(() => decide(current, "wrong")),
  edit: () => byWhom(() => askEdit(current)), missed: () => byWhom(() => askMissed(current)),
};
const byWhom = (then) => (held(NAME) ? then() : askWho(then));
const KEYS = { y: "right", n: "wrong", e: "edit", m: "missed", u: "undo", ArrowLeft: "back", ArrowRight: "next" };
function act(name) {
  if ($(`act-${name}`).disabled) return;
  const inside = $("case").contains(document.activeElement);
  ACTS[name]();
  if (!answer && (inside || document.activeElement === document.body)) $("case").focus({ preventScroll: true });
}
for (const each of document.querySelectorAll("#deciding [data-act]")) each.addEventListener("click", () => act(each.dataset.act));
document.addEventListener("keydown", (e) => {
  if (view !== "review" || e.altKey || !$("take").hidden) return;
  if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "s") { e.preventDefault(); $("save").click(); return; }
  if (e.ctrlKey || e.metaKey || answer || inField() || !$("keys").checked) return;
  const arrow = e.key.startsWith("Arrow"), name = KEYS[arrow ? e.key : e.key.toLowerCase()];
  if (e.key.toLowerCase() === "w") { e.preventDefault(); $("why").focus(); return; }
  if (!name || (e.repeat && !arrow) || (arrow && e.target.closest("[role=tab], input, [role=application]"))) return;
  e.preventDefault();
  act(name);
});
$("why").addEventListener("keydown", (e) => {
  if (e.key !== "Enter" && e.key !== "Escape") return;
  e.preventDefault(); e.stopPropagation();
  $("case").focus();
});
$("as").addEventListener("click", () => { if (!answer) askWho(null); });
$("save").addEventListener("click", () => { const n = saveDecisions(); showTools(); say(`${plural(n, "decision")} saved in ${data.review.name}.decisions.jsonl.`); });
$("load").addEventListener("click", () => $("file").click());
$("file").addEventListener("change", async () => {
  const [file] = $("file").files;
  if (!file) return;
  const told = await loadDecisions(file);
  $("file").value = "";
  current = -1;
  if (answer) endAsking(); else showCase();
  say(told);
});
addEventListener("storage", (e) => { if (view === "review" && (e.key === null || e.key.startsWith("diplograph"))) { readLog(); if (answer) showTools(); else showCase(); } });
addEventListener("beforeunload", (e) => { if ((!storage || full) && unsaved() > 0) e.preventDefault(); });

// ---------------------------------------------------------------- a view like the others

VIEWS.review = {
  body: "review-view", wide: () => true, show: showReview,
  words: () => (current < 0 ? {} : { contact: cases[current].contact.id }),
  read: (get) => { const n = cases.findIndex((c) => c.contact.id === get("contact")); if (n >= 0) current = n; },
};
function reviewOf(i) { // leads from an encounter to the contact that it rests on
  return button({ class: "cite", "aria-label": `Review: ${named(i)}`, title: "Decide on it", onclick: () => {
    current = Math.max(cases.findIndex((c) => c.contact.id === contacts[i].id), cases.findIndex((c) => c.encounter === i));
    if (answer) endAsking();
    tab("review"); writeAddress(); $("case").focus();
  } }, "Review");
}
beside.push(reviewOf);
$("tab-review").addEventListener("click", () => $("case").focus());
readLog();
mine.push(...log.filter((d) => d.by === held(NAME) && held(keyOf(d)) && (stands.get(subjectOf(d.contact)) || []).includes(d)));
