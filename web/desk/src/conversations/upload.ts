/** Sends a file to the hub, in pieces on a socket of its own; the hub looks into it and keeps it. */

const PIECE_BYTES = 262_144;
const AHEAD_BYTES = 1_048_576;

/** Why a file was not kept: the hub's code. */
export class UploadRefused extends Error {}

interface Verdict {
  readonly type: "kept" | "refused";
  readonly code?: string;
  readonly media?: { readonly media: string };
}

/** The id under which the hub keeps the file; throws `UploadRefused`. */
export function uploadFile(url: string, task: string, file: File): Promise<string> {
  return new Promise((done, fail) => {
    const socket = new WebSocket(url);
    socket.onopen = () => void send(socket, task, file);
    socket.onclose = () => fail(new UploadRefused("unreachable"));
    socket.onmessage = (event) => {
      const verdict = JSON.parse(String(event.data)) as Verdict;
      if (verdict.type === "kept" && verdict.media) done(verdict.media.media);
      else fail(new UploadRefused(verdict.code ?? "unknown"));
      socket.close();
    };
  });
}

async function send(socket: WebSocket, task: string, file: File): Promise<void> {
  const name = file.name || "image.png";
  socket.send(JSON.stringify({ type: "upload", id: crypto.randomUUID(), task, name, bytes: file.size }));
  for (let from = 0; from < file.size && socket.readyState === WebSocket.OPEN; from += PIECE_BYTES) {
    socket.send(await file.slice(from, from + PIECE_BYTES).arrayBuffer());
    while (socket.bufferedAmount > AHEAD_BYTES && socket.readyState === WebSocket.OPEN) await pause();
  }
}

function pause(): Promise<void> {
  return new Promise((done) => setTimeout(done, 20));
}
