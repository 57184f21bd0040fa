/** Reads and writes the small lists of forms: skills and levels a line, words by commas, days by blanks. */

/** A skill and its level; `hard` for one that is never relaxed, `until` for the day on which it ends. */
export interface Level {
  readonly name: string;
  readonly level: number;
  readonly hard: boolean;
  readonly until: string;
}

const LINE = /^([a-z][a-z0-9_]{0,31})\s+([1-5])(?:\s+(\d{4}-\d{2}-\d{2}))?(\s*\*)?$/;

/** The levels of a text, one a line; null where a line says something else. */
export function readLevels(text: string): Level[] | null {
  const levels: Level[] = [];
  for (const line of text.split("\n").map((each) => each.trim())) {
    if (!line) continue;
    const found = LINE.exec(line);
    if (!found) return null;
    const [, name = "", level = "", until = "", hard] = found;
    levels.push({ name, level: Number(level), hard: hard !== undefined, until });
  }
  return levels;
}

/** The text of levels, as `readLevels` reads it. */
export function writeLevels(levels: readonly Level[]): string {
  return levels
    .map(({ name, level, hard, until }) => `${name} ${level}${until ? ` ${until}` : ""}${hard ? " *" : ""}`)
    .join("\n");
}

/** The words of a text, separated by blanks, lines, or commas of either width. */
export function readWords(text: string): string[] {
  return text.split(/[\s,，、]+/).filter((word) => word !== "");
}
