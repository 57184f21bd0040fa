/** Says how large the loader and the chat are (gzip); fails when one is too large, or the hub could not brand it. */

import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const DIST = new URL("../../dist/widget/", import.meta.url);
const size = (name) => gzipSync(readFileSync(new URL(name, DIST)), { level: 9 }).length;

const assets = readdirSync(new URL("assets/", DIST)).map((name) => `assets/${name}`);
const parts = [
  { name: "loader", files: ["webchat.js"], limit: 5_000 },
  { name: "invitation", files: ["webchat-invite.js"], limit: 3_500 },
  { name: "chat", files: ["frame.html", ...assets], limit: 60_000 },
];

for (const { name, files, limit } of parts) {
  const bytes = files.map(size).reduce((sum, each) => sum + each, 0);
  console.log(`${name}: ${bytes} bytes gzip of at most ${limit}`);
  if (bytes > limit) process.exitCode = 1;
}

// The hub writes the bank in the place of this one text (connectors/webchat/branding.py).
for (const name of ["webchat.js", "webchat-invite.js"]) {
  const places = readFileSync(new URL(name, DIST), "utf8").match(/(["'`])__YUANQIAO_BANK__\1/g) ?? [];
  if (places.length === 1) continue;
  console.error(`${name}: ${places.length} places for the bank instead of one`);
  process.exitCode = 1;
}
