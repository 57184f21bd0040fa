/** Sound and picture between two browsers: one connection for each round, the older one dropped. */

import type { Data, Ice } from "./protocol.ts";
import {
  advice,
  afterLook,
  type Counted,
  countedOf,
  type Lately,
  type Level,
  levelOf,
  LOOK_EVERY_MS,
  NOTHING_YET,
} from "./quality.ts";

/** How the other side is heard and seen. */
export type Contact = "none" | "connecting" | "connected" | "failed";

/** What a talk needs of its page. */
export interface TalkOwner {
  send(round: number, data: Data): void;
  changed(): void;
  /** The line has been too poor for a picture for a while; false: it has been good again. */
  tooPoor(poor: boolean): void;
}

/** One side of a call. The agent's side offers, so that both never do at once. */
export class Talk {
  local: MediaStream = new MediaStream();
  remote: MediaStream = new MediaStream();
  contact: Contact = "none";
  muted = false;
  cameraOff = false;
  /** What is sent instead of the camera; null: the camera is. */
  screen: MediaStreamTrack | null = null;
  /** How good the line is; null: nothing was counted yet. */
  quality: Level | null = null;
  /** Whether leaving the picture out would help. */
  offered = false;
  /** Neither side sends a picture. */
  soundOnly = false;
  #counted: Counted | null = null;
  #lately: Lately = NOTHING_YET;
  #looking = 0;
  #falls = 0;
  #own = false;
  #ice: RTCConfiguration = {};
  #peer: RTCPeerConnection | null = null;
  #round = 0;
  #early: RTCIceCandidateInit[] = [];
  #work: Promise<void> = Promise.resolve();

  constructor(
    private readonly offers: boolean,
    private readonly owner: TalkOwner,
  ) {}

  /** Sends this from now on; what was muted stays so. */
  async use(stream: MediaStream): Promise<void> {
    for (const track of this.local.getTracks()) if (!stream.getTracks().includes(track)) track.stop();
    this.local = stream;
    this.#apply();
    await this.#send("audio");
    await this.#send("video");
    this.owner.changed();
  }

  /** Sends a screen in place of the camera, or (null) the camera again. */
  async show(screen: MediaStreamTrack | null): Promise<void> {
    this.screen = screen;
    await this.#send("video");
    this.owner.changed();
  }

  /** Sends no picture, or one again; what is shared waits, too. `own`: it is this side's line. */
  async keepSound(only: boolean, own: boolean): Promise<void> {
    if (only && own && !this.soundOnly) this.#falls += 1;
    this.soundOnly = only;
    this.#own = own;
    this.#lately = NOTHING_YET;
    this.offered = false;
    await this.#send("video");
    this.owner.changed();
  }

  /** How the next connection is made. */
  reach({ servers, relay_only }: Ice): void {
    this.#ice = {
      iceServers: servers.map(({ urls, ...rest }) => ({ urls: [...urls], ...rest })),
      iceTransportPolicy: relay_only ? "relay" : "all",
    };
  }

  /** Whether the other side hears nothing. */
  mute(muted: boolean): void {
    this.muted = muted;
    this.#apply();
  }

  /** Whether the other side sees nothing. */
  hide(hidden: boolean): void {
    this.cameraOff = hidden;
    this.#apply();
  }

  /** Both sides are there: connects, unless this round is under way already. */
  begin(round: number): void {
    this.#queue(() => this.#open(round));
  }

  /** Takes what the other side said. */
  hear(round: number, data: Data): void {
    this.#queue(() => this.#take(round, data));
  }

  /** Drops the connection; the camera stays on. */
  rest(): void {
    this.#peer?.close();
    this.#peer = null;
    this.remote = new MediaStream();
    this.contact = "none";
    this.#forgetLine();
    this.owner.changed();
  }

  /** Drops everything. */
  stop(): void {
    this.rest();
    this.#round = 0;
    this.soundOnly = false;
    for (const track of this.local.getTracks()) track.stop();
    this.local = new MediaStream();
  }

  #sent(kind: "audio" | "video"): MediaStreamTrack | undefined {
    if (kind === "video" && this.screen) return this.screen;
    return this.local.getTracks().find((track) => track.kind === kind);
  }

  async #send(kind: "audio" | "video"): Promise<void> {
    const track = kind === "video" && this.soundOnly ? null : (this.#sent(kind) ?? null);
    for (const { sender, receiver } of this.#peer?.getTransceivers() ?? [])
      if (receiver.track.kind === kind) await sender.replaceTrack(track);
  }

  #apply(): void {
    for (const track of this.local.getAudioTracks()) track.enabled = !this.muted;
    for (const track of this.local.getVideoTracks()) track.enabled = !this.cameraOff;
    this.owner.changed();
  }

  /** One thing after the other: a description has to be set before the candidates that belong to it. */
  #queue(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      console.warn("yuanqiao: the connection could not be made", error);
      this.contact = "failed";
      this.owner.changed();
    });
  }

  async #open(round: number): Promise<void> {
    if (round <= this.#round) return;
    this.rest();
    this.#round = round;
    this.#early = [];
    const peer = (this.#peer = this.#newPeer(round));
    this.contact = "connecting";
    if (this.offers) {
      await peer.setLocalDescription(await peer.createOffer());
      this.owner.send(round, { kind: "offer", sdp: peer.localDescription?.sdp ?? "" });
    }
    this.owner.changed();
  }

  #newPeer(round: number): RTCPeerConnection {
    const peer = new RTCPeerConnection(this.#ice);
    for (const kind of ["audio", "video"] as const) {
      const track = this.#sent(kind);
      if (track) peer.addTrack(track, this.local);
      else if (this.offers) peer.addTransceiver(kind, { direction: "recvonly" });
    }
    peer.ontrack = ({ track }) => {
      this.remote.addTrack(track);
      track.onmute = track.onunmute = () => this.owner.changed();
      this.owner.changed();
    };
    peer.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate)
        this.owner.send(round, {
          kind: "candidate",
          candidate: candidate.candidate,
          mid: candidate.sdpMid,
          index: candidate.sdpMLineIndex,
        });
    };
    peer.onconnectionstatechange = () => {
      if (peer !== this.#peer) return;
      this.contact = contactOf(peer.connectionState);
      if (this.contact === "connected") this.#connected(peer);
      this.owner.changed();
    };
    return peer;
  }

  /** Looks at the line from now on; what was left out before stays so. */
  #connected(peer: RTCPeerConnection): void {
    this.#forgetLine();
    if (this.soundOnly) this.#queue(() => this.#send("video"));
    this.#looking = setInterval(() => void this.#look(peer), LOOK_EVERY_MS) as unknown as number;
  }

  #forgetLine(): void {
    clearInterval(this.#looking);
    this.quality = null;
    this.offered = false;
    this.#counted = null;
    this.#lately = NOTHING_YET;
  }

  async #look(peer: RTCPeerConnection): Promise<void> {
    const report = await peer.getStats();
    if (peer !== this.#peer) return;
    const [before, now] = [this.#counted, countedOf(report.values())];
    this.#counted = now;
    if (!before) return;
    this.quality = levelOf(before, now);
    this.#lately = afterLook(this.#lately, this.quality);
    const follows = advice(this.#lately, this.#falls);
    this.offered = follows === "offer" || follows === "fall";
    if (follows === "fall" && !this.soundOnly) this.owner.tooPoor(true);
    if (follows === "back" && this.soundOnly && this.#own) this.owner.tooPoor(false);
    this.owner.changed();
  }

  async #take(round: number, data: Data): Promise<void> {
    if (round > this.#round) await this.#open(round); // the other side knew of the round first
    const peer = this.#peer;
    if (!peer || round !== this.#round) return;
    if (data.kind === "candidate") {
      const { candidate, mid, index } = data;
      const init = { candidate, sdpMid: mid, sdpMLineIndex: index };
      if (peer.remoteDescription) await peer.addIceCandidate(init);
      else this.#early.push(init);
      return;
    }
    await peer.setRemoteDescription({ type: data.kind, sdp: data.sdp });
    for (const init of this.#early.splice(0)) await peer.addIceCandidate(init);
    if (data.kind === "offer") {
      // Whoever has no camera may share a screen later.
      for (const each of peer.getTransceivers())
        if (each.receiver.track.kind === "video") each.direction = "sendrecv";
      await peer.setLocalDescription(await peer.createAnswer());
      this.owner.send(round, { kind: "answer", sdp: peer.localDescription?.sdp ?? "" });
    }
  }
}

function contactOf(state: RTCPeerConnectionState): Contact {
  if (state === "connected" || state === "failed") return state;
  return state === "closed" ? "none" : "connecting";
}
