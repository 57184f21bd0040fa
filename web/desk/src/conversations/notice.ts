/** Tells an agent who looks elsewhere that something is offered: by the page's title and a sound, never by the focus. */

const NOTES = [660, 880]; // Hz

export class Notice {
  #title = "";
  #sound: AudioContext | null = null;

  /** Rings once, and says it in the title until `quiet`. */
  ring(words: string): void {
    if (!this.#title) this.#title = document.title;
    document.title = `● ${words}`;
    this.#play();
  }

  /** Nothing is offered any more. */
  quiet(): void {
    if (!this.#title) return;
    document.title = this.#title;
    this.#title = "";
  }

  /** Browsers play nothing before somebody has pressed something on the page. */
  #play(): void {
    this.#sound ??= new AudioContext();
    const sound = this.#sound;
    if (sound.state !== "running") return;
    NOTES.forEach((note, index) => {
      const start = sound.currentTime + index * 0.18;
      const volume = new GainNode(sound, { gain: 0.08 });
      volume.gain.exponentialRampToValueAtTime(0.001, start + 0.16);
      const tone = new OscillatorNode(sound, { frequency: note });
      tone.connect(volume).connect(sound.destination);
      tone.start(start);
      tone.stop(start + 0.17);
    });
  }
}
