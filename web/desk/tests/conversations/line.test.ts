import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Line } from "../../src/conversations/line.ts";

const sent: string[] = [];

class FakeSocket {
  static readonly OPEN = 1;
  readonly readyState = 1;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    setTimeout(() => this.onopen?.(), 0);
  }

  send(text: string): void {
    sent.push(text);
    this.onmessage?.({ data: '{"type":"pong"}' });
  }

  close(): void {
    this.onclose?.({ code: 1000 });
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("window", globalThis);
  sent.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function heardIn(seconds: number, often: boolean): number {
  const line = new Line("ws://desk", { heard: () => {}, changed: () => {}, signedOut: () => {} });
  line.often = often;
  line.start();
  vi.advanceTimersByTime(seconds * 1000 + 100);
  line.stop();
  return sent.filter((text) => text.includes("ping")).length;
}

test("a desk says every ten seconds that it is there, every five with a call in hand", () => {
  expect(heardIn(60, false)).toBe(6);
  sent.length = 0;
  expect(heardIn(60, true)).toBe(12);
});
