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
  shared: "共享中的画面",
  pointHere: "对方画面：移动鼠标或按方向键指示",
  page: "第 {page} / {pages} 页",
  pageBefore: "上一页",
  pageAfter: "下一页",
  pageSeen: "客户正在看第 {page} 页",
  takeAway: "收起",
  propose: "建议填写",
  proposed: "客服建议：{value}",
  adopt: "采用",
  privateHint: "客服看不到此项内容",
  privateThere: "客户已填写（内容不可见）",
  privateEmpty: "客户尚未填写",
  empty: "未填写",
  confirm: "确认无误并提交",
  confirmHint: "内容以您的填写为准，提交后不再更改。",
  confirmed: "已确认提交。",
  confirmedByCustomer: "客户已确认提交。",
  confirmRefused: "没有提交：请检查标出的内容。",
  confirmGone: "没有提交：通话中断或已经提交过。",
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
  shared: "What you share",
  pointHere: "The other side's picture: move the mouse or press the arrow keys to point",
  page: "Page {page} of {pages}",
  pageBefore: "Page before",
  pageAfter: "Next page",
  pageSeen: "The customer looks at page {page}",
  takeAway: "Put away",
  propose: "Propose",
  proposed: "The agent proposes: {value}",
  adopt: "Take it",
  privateHint: "The agent does not see this",
  privateThere: "Filled in by the customer (not shown)",
  privateEmpty: "Not filled in by the customer yet",
  empty: "empty",
  confirm: "All correct, submit",
  confirmHint: "What you wrote counts. Nothing changes once you submit.",
  confirmed: "Confirmed and submitted.",
  confirmedByCustomer: "The customer has confirmed it.",
  confirmRefused: "Not submitted: check what is marked.",
  confirmGone: "Not submitted: the call was cut, or it was submitted before.",
};

/** The catalogues, for the test of their words. */
export const videoCatalogues = { zh, en } as const;

/** Speaks a language. */
export const videoSpeaker = speakerOf<VideoWord>(videoCatalogues);
