/** The words of the picture and its buttons, in both languages. */

import { type Say, speakerOf } from "../words/speaker.ts";

const zh = {
  you: "我",
  mute: "静音",
  unmute: "取消静音",
  cameraOff: "关闭摄像头",
  cameraOn: "打开摄像头",
  switchCamera: "切换摄像头",
  pictureInPicture: "小窗播放",
  hangUp: "挂断",
  noPicture: "暂时没有画面",
  connecting: "正在连接音视频…",
  failed: "音视频没有接通，请检查网络；文字仍可沟通。",
  muted: "已静音",
  hidden: "摄像头已关闭",
  controls: "通话控制",
  recordAsked: "客户同意后开始录制",
  recordAgreed: "即将开始录制…",
  recordOn: "● 正在录音录像",
};

export type VideoWord = keyof typeof zh;
export type SayVideo = Say<VideoWord>;

const en: Record<VideoWord, string> = {
  you: "You",
  mute: "Mute",
  unmute: "Unmute",
  cameraOff: "Camera off",
  cameraOn: "Camera on",
  switchCamera: "Switch camera",
  pictureInPicture: "Small window",
  hangUp: "Hang up",
  noPicture: "No picture just now",
  connecting: "Connecting sound and picture…",
  failed: "Sound and picture could not be connected. Check the network; you can still write.",
  muted: "Muted",
  hidden: "Camera off",
  controls: "Call",
  recordAsked: "Recorded once the customer agrees",
  recordAgreed: "Recording is about to begin…",
  recordOn: "● Recording sound and picture",
};

/** The catalogues, for the test of their words. */
export const videoCatalogues = { zh, en } as const;

/** Speaks a language. */
export const videoSpeaker = speakerOf<VideoWord>(videoCatalogues);
