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
  videoMissingUnable:
    "This browser gives pages no camera and no microphone (the page has to be https). The customer neither sees nor hears you.",
  videoMissingRefused:
    "The browser was not allowed to use camera and microphone. Allow it beside the address.",
  videoRefused: "That did not work. Look at the conversation as it is now, then try again.",
  videoPoint: "Point",
  videoPicture: "Take a picture and send it",
  videoShared: "The customer shares a screen; what is private on it is covered.",
  videoSharedOpen:
    "The customer shares a screen whose page marks nothing as private; it is seen once they allow it.",
  guideWhat: "What to show",
  guideDocuments: "Documents",
  guideForms: "Forms (the customer confirms)",
  guideShow: "Show the customer",
  videoCall: "Picture of the call",
  flow: "Business flow",
  flowRecorded: " (recorded)",
  flowBegin: "Begin",
  flowDone: "✓ done",
  flowDoneModel: "✓ done (a model saw both faces)",
  flowDoneWord: "✓ done (by the agent's word, no model looked)",
  flowTick: "This step is done",
  flowOtherAnswer: "No, or another answer",
  flowClass: "Class of the product",
  flowName: "The customer's name",
  flowNumber: "Number of the identity card",
  flowDocument: "Document to be signed",
  flowDemo:
    "A demonstration: the result proves nothing. It takes made-up numbers only, which begin with 000000.",
  flowDemoFaces: "A demonstration: no model has looked at the picture, and the result proves nothing.",
  flowFacesWord: "No model looks for faces here: your word stands, and the recording says so.",
  flowFacesModel:
    "A model looks at both pictures, which takes some seconds. Where it cannot, your word stands, and the recording says so.",
  flowNoFace:
    "No face was found in the customer's picture. Ask them to face the camera in good light, and try again.",
  flowNoFaceOwn: "No face was found in your own picture. Face the camera and try again.",
  flowRefused: "This step was not done. Look at the call as it is now, then try again.",
  flowNotRecording: "Both sides are not recorded yet. Try again in a moment.",
  flowNotAllowed: "You do not hold the licence for this, or it is over.",
  flowMediaGone: "Nothing can be recorded just now, so nothing that has to be recorded can be done.",
  flowNoRoom:
    "The disk of the recordings is full, so nothing that has to be recorded can be done. Tell an administrator.",
  flowBadInput: "Something is filled in wrongly. Check it and try again.",
  flowConflict:
    "This step cannot be done now: something before it is missing, or no service for it is connected.",
  flowStopped: "The flow is stopped.",
  flowNoConsent: "The customer does not agree to be recorded. The flow is stopped.",
  flowWrongAnswer: "This answer does not let the flow go on. It is stopped.",
  flowRiskTooHigh:
    "The product's class is above the customer's rating. The flow is stopped; nothing is sold.",
  flowIdentityFailed: "The identity check failed. The flow is stopped.",
  flowSignFailed: "The signature failed. The flow is stopped.",
  flowOver: "All steps are done.",
  flowOverUnsealed: "All steps are done. It counts once the call is over and its recording is sealed, whole.",
};
