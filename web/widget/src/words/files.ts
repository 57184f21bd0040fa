/** The words of files that are chosen and uploaded, in both languages: loaded with what needs them. */

import { type Say as SayOf, speakerOf } from "@yuanqiao/shared/words/speaker.ts";

/** The Chinese words. */
export const zhFiles = {
  attachList: "待发送的文件",
  attachRemove: "移除 {name}",
  attachPreparing: "正在处理",
  attachMost: "一次最多发送 {most} 个文件。",
  uploadWaiting: "等待上传",
  uploadRunning: "已上传 {percent}%",
  uploadReady: "已上传",
  uploadBroken: "上传中断，已为您保留。",
  uploadLost: "页面重新打开过，浏览器没有保留这个文件，请重新选择。",
  uploadCancel: "取消发送 {name}",
  uploadState: "{name}：{state}",
  between: "、",
  refusedType: "暂不支持这种文件，可以发送 {kinds}。",
  refusedSize: "文件太大，最多 {limit}。",
  refusedPixels: "图片尺寸过大，请缩小后再发送。",
  refusedPages: "文件页数过多，请拆分后再发送。",
  refusedBroken: "文件打不开，可能已损坏，请换一个文件。",
  refusedEncrypted: "文件有密码保护，请去掉密码后再发送。",
  refusedInfected: "文件没有通过安全检查，没有发送。",
  refusedOther: "文件没有被接收，请换一个文件。",
} as const;

/** The English words; the same, not word for word. */
export const enFiles: Record<keyof typeof zhFiles, string> = {
  attachList: "Files to send",
  attachRemove: "Remove {name}",
  attachPreparing: "Preparing",
  attachMost: "At most {most} files at a time.",
  uploadWaiting: "Waiting to upload",
  uploadRunning: "{percent}% uploaded",
  uploadReady: "Uploaded",
  uploadBroken: "The upload was interrupted and is kept for you.",
  uploadLost: "The page was opened anew and the browser did not keep this file. Please choose it again.",
  uploadCancel: "Do not send {name}",
  uploadState: "{name}: {state}",
  between: ", ",
  refusedType: "This kind of file cannot be sent. You can send {kinds}.",
  refusedSize: "The file is too large. At most {limit}.",
  refusedPixels: "The picture has too many pixels. Please make it smaller and send it again.",
  refusedPages: "The file has too many pages. Please split it and send it again.",
  refusedBroken: "The file cannot be opened and may be damaged. Please use another one.",
  refusedEncrypted: "The file is protected by a password. Please remove it and send the file again.",
  refusedInfected: "The file did not pass the security check and was not sent.",
  refusedOther: "The file was not accepted. Please use another one.",
};

/** A name in these catalogues. */
export type FileWord = keyof typeof zhFiles;

/** Says a word of files. */
export type SayOfFiles = SayOf<FileWord>;

/** Speaks a language. */
export const fileSpeaker = speakerOf<FileWord>({ zh: zhFiles, en: enFiles });
