// When a contact was: the order of the contacts, and what a range takes in, by the rules of extract/times.py and graph/select.py.

const later = (a, b) => (a === b ? 0 : (a || "") < (b || "") ? 1 : -1);
const RANK = new Uint32Array(contacts.length); // 0 is the newest; those without a day come last, by the day they were told
const known = (c) => (c.from ? documents[c.document].date : c.told);
contacts.map((_, i) => i)
  .sort((i, j) => later(contacts[i].from, contacts[j].from) || later(known(contacts[i]), known(contacts[j])) || i - j)
  .forEach((i, rank) => { RANK[i] = rank; });
const newest = (i, j) => RANK[i] - RANK[j];

// ---------------------------------------------------------------- how firmly a day is known, and what lies within a range

const FIRMNESS = Object.fromEntries(data.bases.map((basis, n) => [basis, n])), USUAL = "inherited"; // the firmest is 0
const FIRM = Uint8Array.from(contacts, (c) => (c.from ? FIRMNESS[c.basis || "stated"] : c.told ? FIRMNESS.reported : data.bases.length));
const START = contacts.map((c) => c.from || c.told), END = contacts.map((c) => c.to || c.told);
const LOW = contacts.map((c, i) => (c.vague ? START : END)[i]), HIGH = contacts.map((c, i) => (c.vague ? END : START)[i]); // a vague time must lie wholly within a range, others need only overlap
const within = (i) => (!filter.since || LOW[i] >= filter.since) && (!filter.until || HIGH[i] <= filter.until);
const ranged = () => Boolean(filter.since || filter.until);
const leastFirm = () => FIRMNESS[ranged() ? filter.basis : USUAL];
const isPlaced = (i) => FIRM[i] <= leastFirm();

const first = START.reduce((d, day) => (day < d ? day : d), "9999-12-31"), last = END.reduce((d, day) => (day > d ? day : d), "0001-01-01");
function spanOf(list) { // first and last day of those that occurred, or of all where none of these has one
  const placed = list.filter(isPlaced), held = placed.filter((i) => tookPlace[i]), of = held.length ? held : placed;
  return of.length ? [of.reduce((d, i) => (START[i] < d ? START[i] : d), START[of[0]]), of.reduce((d, i) => (END[i] > d ? END[i] : d), END[of[0]])] : [];
}
