// Decisions, as graph/decisions/record.py reads them, and which of them stand.

const MADE = { right: "Right", wrong: "Wrong", change: "Changed", changed: "Changed", missed: "Added", added: "Added" }; // in words
const JUDGED = ["right", "wrong", "change"];

const wholeOf = (n) => ({ ...cases[n].contact, document: documents[cases[n].document] });
function subjectOf(contact) { // what a decision is about, the same for all who decide on it
  const { document: d, evidence: e, parties } = contact;
  return JSON.stringify([d.id, e.trigger_start, e.sentence, parties.map((p) => `${p.start} ${p.side}`).sort()]);
}
const SUBJECTS = cases.map((_, n) => subjectOf(wholeOf(n)));
const CASE_OF = new Map(SUBJECTS.map((subject, n) => [subject, n]));
const idOf = (d) => JSON.stringify([d.at, d.by, d.decision, subjectOf(d.contact)]);
const isText = (...values) => values.every((value) => typeof value === "string");
const isDay = (date) => /^\d{4}-\d\d-\d\d$/.test(date.start) && /^\d{4}-\d\d-\d\d$/.test(date.end);
function isContact(c) { // as far as the page reads it; whoever loads a file may have any
  const { document: d, evidence: e, parties, date } = c ?? {};
  return Boolean(d && e && isText(d.id, e.sentence, c.kind, c.status) && Number.isInteger(e.start) && Number.isInteger(e.trigger_start) && (!date || isDay(date))
    && Array.isArray(parties) && parties.every((p) => p && isText(p.name ?? p.mention) && Number.isInteger(p.start)));
}
const isDecision = (d) => Boolean(d && data.review.verdicts.includes(d.decision) && isText(d.by, d.at) && isContact(d.contact) && (d.decision !== "change" || isContact(d.becomes)));

let latest = 0;
function stamp() { // ISO 8601 in UTC with microseconds, never the same twice
  latest = Math.max(Date.now() * 1000, latest + 1);
  return `${new Date(Math.floor(latest / 1000)).toISOString().slice(0, -1)}${pad(latest % 1000, 3)}Z`;
}
function decisionOn(n, decision, by, more) {
  const p = passageOf(n);
  return { decision, by, at: stamp(), contact: wholeOf(n), around: aroundOf(p, p.sentences[p.own]), ...more };
}

let log = []; // all that is known, in the order in which it was made
let stands = new Map(); // by subject, what stands of it
function readLog() {
  const known = new Map();
  for (const d of [...data.review.decisions, ...remembered()]) if (isDecision(d)) known.set(idOf(d), d);
  log = [...known.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  stands = new Map();
  for (const d of log) { // who withdraws takes back all that he decided on it
    const subject = subjectOf(d.contact), made = stands.get(subject) || [];
    stands.set(subject, d.decision === "withdrawn" ? made.filter((other) => other.by !== d.by) : [...made, d]);
  }
}
function verdictOn(n) { // the last decision holds, whoever made it; what was decided before the page was made is marked
  const made = (stands.get(SUBJECTS[n]) || []).filter((d) => JUDGED.includes(d.decision)).at(-1);
  return made || (cases[n].decided ? { decision: cases[n].decided, by: "" } : null);
}
function addedBeside(n) { // the contacts that were added in the passage
  const { document: d } = wholeOf(n), p = passageOf(n), end = p.start + points(p.text);
  return [...stands.values()].flat().filter(({ decision, contact: c }) => decision === "missed" && c.document.id === d.id && c.evidence.start >= p.start && c.evidence.start < end);
}
