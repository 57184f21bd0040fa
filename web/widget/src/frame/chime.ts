/** A soft sound, made by the browser; silent until a gesture of the customer allowed it. */

const NOTES_HZ = [659.3, 880] as const;
const APART_S = 0.12;
const LENGTH_S = 0.5;
const LOUDNESS = 0.06;

/** Rings two soft notes. */
export class Chime {
  #audio: AudioContext | null = null;

  /** Hears of the first gesture in the window: browsers allow no sound before. */
  constructor(target: Window = window) {
    const allow = (): void => this.#allow();
    for (const gesture of ["pointerdown", "keydown"]) {
      target.addEventListener(gesture, allow, { capture: true, once: true });
    }
  }

  /** Rings, if it may. */
  ring(): void {
    const audio = this.#audio;
    if (!audio) return;
    void audio.resume().then(
      () => NOTES_HZ.forEach((pitch, at) => this.#note(audio, pitch, audio.currentTime + at * APART_S)),
      () => {}, // the browser changed its mind: no sound then
    );
  }

  #allow(): void {
    if (typeof AudioContext === "function") this.#audio ??= new AudioContext();
  }

  #note(audio: AudioContext, pitch: number, at: number): void {
    const tone = new OscillatorNode(audio, { type: "sine", frequency: pitch });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + LENGTH_S);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + LENGTH_S);
  }
}
