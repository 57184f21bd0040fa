/** How a conversation looks on paper, in a saved page, and in the view before either. */

export const paperStyle = `
.paper {
  font: 15px/1.6 system-ui, -apple-system, "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei",
    "Noto Sans CJK SC", sans-serif;
  max-width: 44em;
  margin: 0 auto;
  line-break: strict;
  overflow-wrap: anywhere;
}
.paper h1 { margin: 0 0 8px; font-size: 1.35em; line-height: 1.35; }
.paper h2 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 8px; margin: 0 0 2px; font-size: 1em; font-weight: 600; break-after: avoid; }
.paper time { font-weight: 400; font-size: 0.87em; opacity: 0.75; }
.paper p, .paper ol, .paper ul { margin: 4px 0; }
.paper ol, .paper ul { padding-inline-start: 1.8em; }
.paper .plain { white-space: pre-wrap; }
.paper .note { font-size: 0.87em; opacity: 0.75; }
.paper section { margin-top: 16px; }
.paper section.in { padding-inline-start: 12px; border-inline-start: 3px solid; }
.paper hr { margin: 24px 0; border: 0; border-top: 1px solid; opacity: 0.4; }
.paper .table { overflow-x: auto; }
.paper table { margin: 8px 0; border-collapse: collapse; font-size: 0.94em; font-variant-numeric: tabular-nums; }
.paper th, .paper td { padding: 4px 10px; border: 1px solid; text-align: start; vertical-align: top; }
.paper th[scope="row"] { font-weight: 400; }
.paper tr { break-inside: avoid; }
.paper img { max-width: 100%; height: auto; border: 1px solid; }
.paper a { color: inherit; }
@media print {
  .paper { max-width: none; font-size: 11pt; }
  .paper .table { overflow: visible; }
  .paper img { max-height: 40vh; width: auto; }
  .paper a[href]::after { content: " (" attr(href) ")"; font-size: 0.85em; }
}
`;

/** Puts the paper alone on the printed page; on the screen it is not there. */
export const printSheetStyle = `
@media screen { body > .yq-print { display: none; } }
@media print {
  html, body { height: auto; overflow: visible; background: #fff; color: #000; color-scheme: light; }
  body > :not(.yq-print) { display: none !important; }
}
`;
