/** The English words of calls by video. */

import type { zhVideo } from "./zh-video.ts";

export const enVideo: Record<keyof typeof zhVideo, string> = {
  videoInvite: "Video call",
  videoInvited: "The invitation is out. The customer has not opened it yet.",
  videoInviteAgain: "Send it again",
  videoRinging: "The customer is ready and waits for you",
  videoRingingElsewhere: "Another customer of yours waits on video",
  videoAnswer: "Answer",
  videoLost: "The customer's line was cut. Waiting for it to come back (20 s at most).",
  videoLineCut: "The connection was cut. The call is being taken up again.",
  videoMissingCamera: "No camera was found. The customer only hears you.",
  videoMissingBoth: "No camera and no microphone were found. The customer neither sees nor hears you.",
  videoMissingRefused:
    "The browser was not allowed to use camera and microphone. Allow it beside the address.",
  videoRefused: "That did not work. Look at the conversation as it is now, then try again.",
  videoCall: "Picture of the call",
};
