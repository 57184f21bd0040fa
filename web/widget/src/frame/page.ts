/** Styles the page round the chat; everything else is styled inside the elements. */

const STYLE = `
html, body {
  margin: 0; height: 100%; overflow: hidden; overscroll-behavior: none; background: Canvas;
  color-scheme: light dark; -webkit-text-size-adjust: 100%; text-size-adjust: 100%;
}`;

/** A sheet made by script: a file of its own would be one more thing to wait for before the first paint. */
export function stylePage(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  document.adoptedStyleSheets.push(sheet);
}
