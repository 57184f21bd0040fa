/** Names who answered and what the answer comes from, as the log and the transcript say it. */

import { fileSize } from "@yuanqiao/shared/words/size.ts";
import type { Author, CardSegment, MediaSegment, Segment, Source } from "../chat/protocol.ts";
import type { Say } from "../words/index.ts";

/** The words that name a source. */
export function sourceName({ title, effective_from: date }: Source, say: Say): string {
  return date ? say("source", { title, date }) : say("sourceUndated", { title });
}

/** The words that name a person of the bank. */
export function agentName({ name }: Author, say: Say): string {
  return name ? say("agentNamed", { name }) : say("agent");
}

/** What stands for a stored file, a place or a card where words alone are shown, line by line. */
export function mediaLines(
  segment: MediaSegment | CardSegment | Extract<Segment, { type: "location" }>,
  say: Say,
): readonly string[] {
  switch (segment.type) {
    case "image":
      return [say("imageOf", { alt: segment.alt || segment.media.name || say("image") })];
    case "file":
      return [say("fileOf", { name: segment.media.name, size: fileSize(segment.media.bytes) })];
    case "voice":
      return [say("voiceOf", { seconds: Math.round(segment.seconds) }), segment.text].filter(Boolean);
    case "video":
      return [say("videoOf", { seconds: Math.round(segment.seconds) })];
    case "location":
      return [
        say("placeOf", {
          place: [segment.title, segment.address].filter(Boolean).join(" ") || degrees(segment),
        }),
      ];
    case "card":
      return [segment.title, segment.text, ...segment.actions.map(({ label }) => `- ${label}`)].filter(
        Boolean,
      );
  }
}

/** A place without a name. */
export function degrees({ latitude, longitude }: Extract<Segment, { type: "location" }>): string {
  return `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
}
