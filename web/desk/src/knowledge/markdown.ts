/** Writes the signs of Markdown round what is marked in a text. */

/** What the bar over the answer puts in. */
export type Sign = "bold" | "steps" | "points" | "table" | "link";

/** A text with a part of it marked. */
export interface Marked {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Puts a sign in; what was marked stays marked, so that it can be typed over. `table` is the table to begin with. */
export function withSign({ text, start, end }: Marked, sign: Sign, table: string): Marked {
  const chosen = text.slice(start, end);
  if (sign === "bold") return replaced(text, start, end, `**${chosen}**`, 2, chosen.length);
  if (sign === "link") {
    const address = "https://";
    return replaced(text, start, end, `[${chosen}](${address})`, chosen.length + 3, address.length);
  }
  if (sign === "table") {
    const put = `${gap(text, start)}${table}\n`;
    return replaced(text, start, end, put, put.length, 0);
  }
  return lines(text, start, end, sign);
}

/** Puts a picture in behind what is marked, in a line of its own; its words stay words, whatever signs they have. */
export function withPicture({ text, end }: Marked, alt: string, source: string): Marked {
  const words = alt.replace(/[\\`*_[\]<>&|!#~]/g, "\\$&").replace(/\s+/g, " ");
  const put = `${gap(text, end)}![${words}](${source})${behind(text, end)}`;
  return replaced(text, end, end, put, put.length, 0);
}

/** Each marked line becomes an entry of a list. */
function lines(text: string, start: number, end: number, sign: "steps" | "points"): Marked {
  const first = start ? text.lastIndexOf("\n", start - 1) + 1 : 0;
  const next = text.indexOf("\n", end);
  const last = next < 0 ? text.length : next;
  const listed = text
    .slice(first, last)
    .split("\n")
    .map((line, at) => `${sign === "steps" ? `${at + 1}.` : "-"} ${line}`)
    .join("\n");
  return replaced(text, first, last, listed, listed.length, 0);
}

/** A table begins behind an empty line. */
function gap(text: string, at: number): string {
  const before = text.slice(0, at);
  if (!before || before.endsWith("\n\n")) return "";
  return before.endsWith("\n") ? "\n" : "\n\n";
}

/** What stands behind a picture begins behind an empty line. */
function behind(text: string, at: number): string {
  const after = text.slice(at);
  if (after.startsWith("\n\n")) return "";
  return after.startsWith("\n") ? "\n" : "\n\n";
}

function replaced(
  text: string,
  from: number,
  to: number,
  put: string,
  offset: number,
  length: number,
): Marked {
  const start = from + offset;
  return { text: text.slice(0, from) + put + text.slice(to), start, end: start + length };
}
