// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from "vitest";
import { YqComposer } from "../../src/frame/composer.ts";

let composer: YqComposer;
let written: string[];
let persons: number;

beforeEach(async () => {
  composer = new YqComposer();
  written = [];
  persons = 0;
  composer.limit = 10;
  composer.addEventListener("write", (event) => written.push((event as CustomEvent<string>).detail));
  composer.addEventListener("person", () => persons++);
  document.body.append(composer);
  await composer.updateComplete;
});

afterEach(() => composer.remove());

function find(name: string): HTMLElement {
  return composer.renderRoot.querySelector(`[data-testid=${name}]`) as HTMLElement;
}

async function type(text: string): Promise<void> {
  const field = find("composer") as HTMLTextAreaElement;
  field.value = text;
  field.dispatchEvent(new Event("input"));
  await composer.updateComplete;
}

function press(options: KeyboardEventInit): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...options });
  find("composer").dispatchEvent(event);
  return event;
}

test("Enter sends what stands there, without the space around it", async () => {
  await type("  卡丢了 ");
  expect(press({}).defaultPrevented).toBe(true);
  await composer.updateComplete;
  expect(written).toEqual(["卡丢了"]);
  expect((find("composer") as HTMLTextAreaElement).value).toBe("");
});

test.each([{ isComposing: true }, { keyCode: 229 }, { shiftKey: true }])(
  "Enter with %o does not send",
  async (options) => {
    await type("ka");
    expect(press(options).defaultPrevented).toBe(false);
    expect(written).toEqual([]);
  },
);

test("nothing and blanks are not sent", async () => {
  press({});
  await type(" \n ");
  press({});
  expect(written).toEqual([]);
  expect(find("send").hasAttribute("disabled")).toBe(true);
});

test("the counter comes at 80 % of the limit, and over the limit nothing is sent", async () => {
  await type("1234567");
  expect(find("counter")).toBeNull();
  await type("12345678");
  expect(find("counter").textContent).toContain("8 / 10");
  await type("12345678901");
  expect(find("counter").textContent).toContain("超出 1 个字");
  press({});
  expect(written).toEqual([]);
});

test("a person is one press away, and asked for once at a time", async () => {
  find("person").click();
  composer.personAsked = true;
  await composer.updateComplete;
  find("person").click();
  expect(persons).toBe(1);
});

test("what is sent while a file is being prepared goes once, as soon as that is ready", async () => {
  composer.attached = null;
  await type("请看");
  press({});
  press({});
  await composer.updateComplete;
  expect(written).toEqual([]);
  expect((find("composer") as HTMLTextAreaElement).value).toBe("请看");
  composer.attached = 1;
  await composer.updateComplete;
  expect(written).toEqual(["请看"]);
  composer.attached = 0;
  await composer.updateComplete;
  expect(written).toEqual(["请看"]);
});

test.each([
  ["the file cannot go", { attached: 1, refused: true }],
  ["it was taken out", { attached: 0 }],
])("nothing goes by itself where %s", async (_, after) => {
  composer.attached = null;
  await type("请看");
  press({});
  await composer.updateComplete;
  Object.assign(composer, after);
  await composer.updateComplete;
  expect(written).toEqual([]);
  press({});
  expect(written).toEqual(["请看"]);
});

test("who writes on has not finished", async () => {
  composer.attached = null;
  await type("请看");
  press({});
  await type("请看这");
  composer.attached = 1;
  await composer.updateComplete;
  expect(written).toEqual([]);
});
