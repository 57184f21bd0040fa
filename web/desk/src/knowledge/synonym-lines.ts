/** The list of synonyms as text: one group on each line, `#` begins a remark; lines are counted from 1. */

/** A line that has words, and what it says behind them. */
export interface Group {
  readonly line: number;
  readonly words: readonly string[];
  readonly remark: string;
}

/** The groups of a list, in their order. */
export function groupsOf(text: string): Group[] {
  return text
    .split("\n")
    .map((line, place) => {
      const [words = "", ...remark] = line.split("#");
      return { line: place + 1, words: split(words), remark: remark.join("#").trim() };
    })
    .filter((group) => group.words.length);
}

/** The list with other words in a line; they come behind the last one where there is no line (0). A remark stays. */
export function withGroup(text: string, line: number, words: readonly string[]): string {
  const lines = text.split("\n");
  if (!line) return [...lines.join("\n").trimEnd().split("\n"), words.join(" ")].join("\n").trimStart();
  const remark = (lines[line - 1] ?? "").split("#").slice(1).join("#").trim();
  return lines.with(line - 1, words.join(" ") + (remark ? ` # ${remark}` : "")).join("\n");
}

/** The list without a line. */
export function withoutLine(text: string, line: number): string {
  return text
    .split("\n")
    .toSpliced(line - 1, 1)
    .join("\n");
}

/** The words of a line or a field, whatever stands between them. */
export function split(words: string): string[] {
  return words.split(/[\s，、,;；|]+/u).filter(Boolean);
}

/** The groups that have a word with these letters. */
export function matching(groups: readonly Group[], wanted: string): Group[] {
  const letters = wanted.trim().toLowerCase();
  return groups.filter((group) => group.words.some((word) => word.toLowerCase().includes(letters)));
}
