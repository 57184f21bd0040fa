// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from "vitest";
import { YqKbSynonyms } from "../../src/knowledge/synonyms.ts";
import { ApiError } from "../../src/staff/api.ts";
import type { Staff } from "../../src/staff/me.ts";
import { speaker } from "../../src/words/index.ts";

const DRAFT = {
  revision: 3,
  state: "draft",
  text: "密码 口令\n挂失 报失",
  comment: "",
  returned: "",
  authors: ["李编辑"],
  own: true,
  updated_by: "李编辑",
  updated_at: "2026-11-29T03:00:00Z",
  findings: [] as unknown[],
};

let page: YqKbSynonyms;
let list: Record<string, unknown>;
let sent: { readonly path: string; readonly body: unknown }[];
let refuse: string;

beforeEach(() => {
  sent = [];
  refuse = "";
  list = { number: 1, text: "密码 口令", serving: 1, moved_on: false, draft: null, versions: [] };
});

afterEach(() => page.remove());

async function shown(rights: readonly string[] = ["knowledge.edit", "knowledge.review"]): Promise<void> {
  const call = (method: string, path: string, body?: unknown): Promise<unknown> => {
    if (path.includes("/difference"))
      return Promise.resolve({ changes: [{ kind: "new", before: [], after: ["挂失"] }] });
    if (method === "GET") return Promise.resolve(list);
    sent.push({ path, body });
    if (refuse) return Promise.reject(new ApiError(refuse, ""));
    return Promise.resolve({ ...DRAFT, text: (body as { text?: string }).text ?? DRAFT.text });
  };
  page = new YqKbSynonyms();
  page.staff = { api: { call }, may: (right: string) => rights.includes(right) } as unknown as Staff;
  page.say = speaker("zh");
  page.language = "zh";
  document.body.append(page);
  await settled();
}

async function settled(): Promise<void> {
  for (let each = 0; each < 20; each += 1) await Promise.resolve();
  await page.updateComplete;
}

function find<T extends HTMLElement>(name: string): T | null {
  return page.renderRoot.querySelector<T>(`[data-testid=${name}]`);
}

function write(words: string): void {
  const form = find<HTMLFormElement>("syn-form");
  const input = form?.querySelector<HTMLInputElement>("input[name=words]");
  if (!form || !input) throw new Error("no form is open");
  input.value = words;
  form.dispatchEvent(new Event("submit", { cancelable: true }));
}

test("a group is added to the whole list, over what was seen", async () => {
  await shown();
  find("syn-add")?.click();
  await settled();
  write("挂失，报失");
  await settled();
  expect(sent).toEqual([
    { path: "/staff/kb/synonyms/draft", body: { revision: 0, number: 1, text: "密码 口令\n挂失 报失" } },
  ]);
  expect(find("syn-form")).toBeNull();
  expect(find("done")?.textContent).toContain("已保存");
  expect(page.renderRoot.querySelector("yq-kb-synonym-draft")).not.toBeNull();
});

test("where somebody was faster, what was typed is told and nothing is written over", async () => {
  await shown();
  find("syn-change")?.click();
  await settled();
  list = { ...list, draft: { ...DRAFT, text: "挂失 报失\n密码 口令" } };
  refuse = "conflict";
  write("密码 暗号");
  await settled();
  expect(find("trouble")?.textContent).toContain("密码 暗号");
  expect(find("syn-form")).toBeNull();
  expect(page.renderRoot.querySelectorAll("[data-testid=syn-group]").length).toBe(2);
  expect(sent.length).toBe(1);
});

test("who may only read is shown the groups, and no way to change them", async () => {
  list = { ...list, draft: { ...DRAFT, state: "review", own: false } };
  await shown([]);
  expect(page.renderRoot.querySelectorAll("[data-testid=syn-group]").length).toBe(2);
  expect(find("syn-add")).toBeNull();
  expect(find("syn-change")).toBeNull();
  const draft = page.renderRoot.querySelector("yq-kb-synonym-draft")?.shadowRoot;
  expect(draft?.querySelector("[data-testid=syn-state]")?.textContent).toContain("待审核");
  expect(draft?.querySelector("button")).toBeNull();
});

test("a search that finds no group says what to do, and an index under way is told", async () => {
  list = { ...list, serving: 0 };
  await shown();
  expect(find("syn-serving")?.textContent).toContain("正在重建");
  const search = find<HTMLInputElement>("syn-search");
  if (!search) throw new Error("no search");
  search.value = "没有的词";
  search.dispatchEvent(new Event("input"));
  await settled();
  expect(find("empty")?.textContent).toContain("没有含这个词的词组");
});
