/** The browser behind the ports of the chat's core. */

import type { Clock, Dial, Slot, Tabs } from "../chat/ports.ts";
import { newId } from "../chat/ids.ts";
import { CLOSE } from "../chat/protocol.ts";

const HOLD_AT_MOST_MS = 5_000; // a sleeping tab may hold a lock for ever

/** Real time. */
export const browserClock: Clock = {
  now: () => Date.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** Opens WebSockets to the address. */
export function dialTo(url: string): Dial {
  return (events) => {
    const socket = new WebSocket(url);
    let up = true;
    socket.onopen = () => up && events.opened();
    socket.onmessage = (event) => {
      if (up && typeof event.data === "string") events.text(event.data);
    };
    socket.onclose = (event) => {
      if (up) events.closed(event.code || CLOSE.abnormal);
      up = false;
    };
    return {
      send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
      hangUp: () => {
        up = false;
        socket.close();
      },
    };
  };
}

/** One key of localStorage; where the browser keeps nothing, reads find nothing and writes say so. */
export function localSlot(key: string): Slot {
  return {
    read() {
      try {
        return localStorage.getItem(key);
      } catch {
        return null; // storage is switched off for this page
      }
    },
    write(text) {
      try {
        localStorage.setItem(key, text);
        return true;
      } catch {
        return false; // switched off, or full
      }
    },
  };
}

/** The tabs of this browser by Web Locks; without them every tab thinks itself alone. */
export function browserTabs(prefix: string): Tabs {
  const me = newId();
  const locks: LockManager | undefined = navigator.locks;
  const tabLock = (name: string): string => `${prefix}:tab:${name}`;
  locks
    ?.request(tabLock(me), () => new Promise(() => {})) // held until the tab is gone
    .catch((error: unknown) => console.warn("yuanqiao: no locks in this page", error));
  return {
    me,
    async alive() {
      const held = await locks?.query().then(
        (state) => state.held ?? [],
        () => null,
      );
      if (!held) return null;
      const prefixLength = tabLock("").length;
      const names = held.flatMap(({ name }) =>
        name?.startsWith(tabLock("")) ? [name.slice(prefixLength)] : [],
      );
      return new Set([...names, me]);
    },
    hold: (name) => (locks ? holdLock(locks, `${prefix}:${name}`) : Promise.resolve(() => {})),
  };
}

async function holdLock(locks: LockManager, name: string): Promise<() => void> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(HOLD_AT_MOST_MS);
    const granted = (): Promise<void> => new Promise((release) => resolve(() => release()));
    locks.request(name, { signal }, granted).catch(() => resolve(() => {})); // waited long enough: go on without
  });
}
