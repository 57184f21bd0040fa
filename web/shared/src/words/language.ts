/** The languages of the applications, and which one to use. */

/** Chinese first, English second. */
export type Language = "zh" | "en";

/** The language for what the page says of itself, else what the browser prefers, else Chinese. */
export function chooseLanguage(wanted: string, preferred: readonly string[]): Language {
  for (const tag of [wanted, ...preferred]) {
    const primary = tag.toLowerCase().split("-")[0];
    if (primary === "zh" || primary === "en") return primary;
  }
  return "zh";
}

/** The value for a `lang` attribute. */
export function langTag(language: Language): string {
  return language === "zh" ? "zh-CN" : "en";
}

/** The text with its `{name}`s replaced by the values. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}
