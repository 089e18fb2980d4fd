// Prints what graphology, and so Gephi Lite and sigma.js, reads of a GraphML or GEXF file: counts, labels, weights.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const graphology = require("graphology");
const file = process.argv[2];
const text = readFileSync(file, "utf8");
const parser = file.endsWith(".gexf") ? require("graphology-gexf") : require("graphology-graphml");
const graph = parser.parse(graphology.MultiGraph, text);
const weights = graph.mapEdges((edge, data) => data.weight);
console.log(JSON.stringify({
  nodes: graph.order,
  edges: graph.size,
  labels: graph.mapNodes((node, data) => data.label).sort(),
  weight: weights.reduce((sum, w) => sum + Number(w), 0),
}));
