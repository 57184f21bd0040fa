/** Says how large a file is. */

const UNITS = ["B", "KB", "MB", "GB"] as const;
const STEP = 1000;

/** The size in the largest unit that leaves a whole one, with one digit behind the point where it matters. */
export function fileSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= STEP && unit < UNITS.length - 1) {
    size /= STEP;
    unit += 1;
  }
  const digits = unit > 0 && size < 10 && !Number.isInteger(size) ? 1 : 0;
  return `${size.toFixed(digits)} ${UNITS[unit]}`;
}
