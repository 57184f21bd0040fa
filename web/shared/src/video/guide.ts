/** What both sides' pages say of what they look at together, through the hub (docs/video.md). */

/** Words in both languages. */
export interface Both {
  readonly zh: string;
  readonly en: string;
}

/** In ten-thousandths of the picture's width and height; null: nowhere. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface DocumentShown {
  readonly kind: "show";
  readonly document: string;
  readonly page: number;
  readonly pages: number;
  readonly title: Both;
  readonly text: Both;
}

export interface FormField extends Both {
  readonly field: string;
  readonly kind: "text" | "amount" | "choice";
  readonly required: boolean;
  /** The agent is told that it holds something, and not what. */
  readonly private: boolean;
  readonly options: readonly string[];
}

export interface FormShown {
  readonly kind: "form";
  readonly form: string;
  readonly title: Both;
  readonly fields: readonly FormField[];
}

/** Either side says it: neither sends a picture from now on, or both do again. */
export interface SoundOnly {
  readonly kind: "sound";
  readonly only: boolean;
}

/** What the desk says. */
export type AgentSays =
  | SoundOnly
  | { readonly kind: "point"; readonly x: number | null; readonly y: number | null }
  | { readonly kind: "show"; readonly document: string; readonly page: number }
  | { readonly kind: "form"; readonly form: string }
  | { readonly kind: "away" }
  | { readonly kind: "propose"; readonly form: string; readonly field: string; readonly value: string };

/** What the customer's page says. */
export type CustomerSays =
  | SoundOnly
  | { readonly kind: "seen"; readonly document: string; readonly page: number }
  | { readonly kind: "sharing"; readonly on: boolean; readonly covered: boolean }
  | { readonly kind: "filled"; readonly form: string; readonly field: string; readonly value: string }
  | { readonly kind: "confirm"; readonly form: string; readonly values: Readonly<Record<string, string>> };

/** What a page hears of the other side, with what the hub adds. */
export type Heard =
  | Exclude<AgentSays, { readonly kind: "show" | "form" }>
  | DocumentShown
  | FormShown
  | Extract<CustomerSays, { readonly kind: "seen" | "sharing" }>
  | {
      readonly kind: "filled";
      readonly form: string;
      readonly field: string;
      readonly value: string;
      readonly there: boolean;
    }
  | { readonly kind: "confirmed"; readonly form: string; readonly code?: string; readonly field?: string };

export interface Guide {
  readonly type: "guide";
  readonly call: string;
  readonly data: Heard;
}

/** What the agent can show. */
export interface Shelf {
  readonly type: "shelf";
  readonly documents: readonly (Both & { readonly name: string })[];
  readonly forms: readonly (Both & { readonly name: string })[];
}

/** What lies on the table of a call, as one side sees it. */
export interface Table {
  readonly shown: DocumentShown | FormShown | null;
  /** What fields hold: the customer's own, or what the agent was told of them. */
  readonly values: Readonly<Record<string, string>>;
  /** Private fields that hold something. */
  readonly there: Readonly<Record<string, boolean>>;
  readonly proposed: Readonly<Record<string, string>>;
  /** What became of the customer's confirmation: `done`, or why it was refused; empty: not confirmed. */
  readonly confirmed: string;
  /** The field because of which it was refused. */
  readonly wrong: string;
  /** The page that the customer looks at; -1: none. */
  readonly seen: number;
}

export const EMPTY_TABLE: Table = {
  shown: null,
  values: {},
  there: {},
  proposed: {},
  confirmed: "",
  wrong: "",
  seen: -1,
};

/** The table after something was heard; a form that is opened again keeps what stands in it. */
export function afterHearing(table: Table, said: Heard): Table {
  const form = table.shown?.kind === "form" ? table.shown.form : "";
  switch (said.kind) {
    case "show":
      return { ...EMPTY_TABLE, shown: said };
    case "form":
      return form === said.form ? table : { ...EMPTY_TABLE, shown: said };
    case "away":
      return EMPTY_TABLE;
    case "seen":
      return table.shown?.kind === "show" && table.shown.document === said.document
        ? { ...table, seen: said.page }
        : table;
    case "propose":
      if (form !== said.form || table.confirmed === "done") return table;
      return { ...table, proposed: { ...table.proposed, [said.field]: said.value } };
    case "filled":
      if (form !== said.form) return table;
      return {
        ...table,
        values: { ...table.values, [said.field]: said.value },
        there: { ...table.there, [said.field]: said.there },
      };
    case "confirmed":
      return form === said.form
        ? { ...table, confirmed: said.code ?? "done", wrong: said.field ?? "" }
        : table;
    default:
      return table;
  }
}

/** The table after the customer wrote into a field: a proposal for it is settled. */
export function afterFilling(table: Table, field: string, value: string): Table {
  const { [field]: _settled, ...proposed } = table.proposed;
  return { ...table, proposed, values: { ...table.values, [field]: value }, confirmed: "", wrong: "" };
}
