/** Says how large the loader and the chat are (gzip) and fails when one is over its limit. */

import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url);
const size = (name) => gzipSync(readFileSync(new URL(name, DIST)), { level: 9 }).length;

const assets = readdirSync(new URL("assets/", DIST)).map((name) => `assets/${name}`);
const parts = [
  { name: "loader", files: ["webchat.js"], limit: 5_000 },
  { name: "chat", files: ["frame.html", ...assets], limit: 60_000 },
];

for (const { name, files, limit } of parts) {
  const bytes = files.map(size).reduce((sum, each) => sum + each, 0);
  console.log(`${name}: ${bytes} bytes gzip of at most ${limit}`);
  if (bytes > limit) process.exitCode = 1;
}
