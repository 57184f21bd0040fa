/** The English words of the customer's page. */

import type { zh } from "./zh.ts";

export const en: Record<keyof typeof zh, string> = {
  title: "Video call",
  opening: "Opening…",
  checkTitle: "A look before you join",
  checkText:
    "Make sure that you see yourself. Once you join, the agent sees and hears you. Nothing is recorded unless you agree, and the picture says so as long as it is.",
  join: "Join the call",
  missingCamera: "No camera was found. You will be heard only.",
  missingBoth: "No camera and no microphone were found. You can still watch, listen and write.",
  missingRefused:
    "The browser was not allowed to use camera and microphone. Allow it beside the address, then try again.",
  missingUnable:
    "The browser in this app has no camera and no microphone for pages. Ask the agent in the chat for a new link and open it in the phone's own browser; you can also go on writing.",
  again: "Look again",
  waiting: "Calling the agent, please wait…",
  withAgent: "In a call with {agent}",
  lostOther: "The agent's line was cut. Please stay, we are waiting for it to come back.",
  holding:
    "The agent's line is gone. Please stay: it may be back within 20 seconds. If not, you keep your old place and come first.",
  lostOwn: "Your line was cut. Connecting again…",
  chat: "Chat",
  showChat: "Show the chat",
  hideChat: "Hide the chat",
  ended: "The call has ended",
  endedCustomer: "You have ended the call.",
  endedAgent: "The agent has ended the call.",
  endedLine: "The line was cut for too long, and the call has ended. Ask for a new one in the chat.",
  endedAgentLine:
    "The agent's line was cut, and the call is over. What was recorded is kept. Please return to the chat: you keep your old place and come first.",
  endedNobody: "Nobody could take the call in time. Ask for a new one in the chat.",
  endedMedia:
    "The video service broke down, and the call is over. What was recorded is kept. Please return to the chat: you keep your old place and come first.",
  endedClosed: "The conversation is closed, and the call with it.",
  refused: "The link does not open any more",
  refusedText: "It was used already, or is too old. Write “video” in the chat to get a new one.",
  elsewhere: "The call is open on another page",
  elsewhereText: "Go on there, or take the call over here.",
  here: "Go on here",
  stepPlace: "step {place} of {steps}",
  stepSay: "The agent tells you:",
  stepSee:
    "Please face the camera, so that the agent sees your face; hold a document into the picture when asked for it.",
  stepQuestionnaire: "The agent reads the questions aloud. Please answer them yourself, by word of mouth:",
  stepSuitability: "The agent compares the product's class with your rating. One moment, please.",
  stepIdentity:
    "Your identity is being checked. Take a picture of the portrait side of your identity card, or show it to the camera as the agent asks.",
  cardHow:
    "Lay the card flat, fill the picture with its portrait side, sharp and without reflections. The picture is for this check alone and is not kept.",
  cardTake: "Take a picture of the portrait side",
  cardAgain: "Take it again",
  cardSending: "Sending and reading it, one moment…",
  cardSent: "The picture was sent. The agent is checking it.",
  cardNone: "No identity card was found in the picture. Take one of its portrait side.",
  cardBack: "This is the side with the emblem. Turn the card to the portrait and take it again.",
  cardBlurred: "The picture is not sharp enough. Hold still, come closer, and take it again.",
  cardUnseen: "The number cannot be seen. Show the whole card without reflections and take it again.",
  cardUnsure: "Not all of the card could be read. Take it again, or go through it with the agent.",
  cardNoPicture: "This picture cannot be read. Take it again with your phone's camera.",
  cardTooMany: "Too many pictures. Wait for a minute, or go through it with the agent.",
  cardOver: "No picture of the card is wanted now. Please listen to the agent.",
  cardNotSent: "The picture was not sent. Check your connection and take it again.",
  stepSign: "Please read the document, and sign it if all of it is right.",
  stepRating: "Your rating: {rating} ({points} points), until {until}.",
  stepAnswer:
    "To go on, answer {answers}. If you do not agree, just say so: you can still ask whatever you want.",
  stepOver: "All steps are done. It counts once the call is over and its recording is sealed.",
  stepStopped: "This business is stopped. Ask the agent why, or go on in the chat.",
  share: "Share a screen",
  shareEnd: "Stop sharing",
  shareCovered: "You are sharing. What the page marks as private is covered: the agent does not see it.",
  shareUncovered: "You are sharing. The page marks nothing as private: the agent sees whatever you see.",
  shareAsk:
    "The page marks nothing as private, so nothing can be covered. If you go on, the agent sees all of it.",
  shareAllow: "Share it all the same",
};
