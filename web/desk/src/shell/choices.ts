/** What somebody chose for themselves on this machine: never anything secret. */

const PREFIX = "yuanqiao:desk:";

/** The choice of this name; empty where there is none, or the browser keeps nothing. */
export function readChoice(name: string): string {
  try {
    return localStorage.getItem(PREFIX + name) ?? "";
  } catch {
    return ""; // storage is switched off
  }
}

/** Keeps a choice, where the browser keeps anything. */
export function keepChoice(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    return; // it holds until the page is left
  }
}
