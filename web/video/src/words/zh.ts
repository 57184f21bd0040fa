/** The Chinese words of the customer's page. `{name}` stands for a value. */

export const zh = {
  title: "视频通话",
  opening: "正在打开…",
  checkTitle: "进入前请检查",
  checkText:
    "请确认您能看到自己的画面。进入后客服可以看到您、听到您。未经您同意不会录制；录制时画面上会一直有提示。",
  join: "进入通话",
  missingCamera: "没有找到摄像头，将只用语音。",
  missingBoth: "没有找到摄像头和麦克风。您仍可观看、收听，并用文字沟通。",
  missingRefused: "浏览器没有获得摄像头和麦克风的权限。请在地址栏的权限设置中允许后重试。",
  again: "重新检测",
  waiting: "正在呼叫客服，请稍候…",
  withAgent: "正在视频：{agent}",
  lostOther: "客服的网络中断，正在等待恢复，请不要离开。",
  lostOwn: "您的网络中断，正在重连…",
  chat: "文字聊天",
  showChat: "显示聊天",
  hideChat: "隐藏聊天",
  ended: "通话已结束",
  endedCustomer: "您已结束通话。",
  endedAgent: "客服已结束通话。",
  endedLine: "网络中断时间过长，通话已结束。请回到聊天中重新发起。",
  endedNobody: "等待时间已到，通话没有接通。请回到聊天中重新发起。",
  endedMedia:
    "视频服务中断，通话已结束，已录制的部分会保留。请回到聊天：我们保留您原来的位置，优先为您接通。",
  endedClosed: "会话已结束，通话随之结束。",
  refused: "链接已失效",
  refusedText: "这个链接已经用过或已过期。请回到聊天中，回复“视频”重新获取。",
  elsewhere: "通话已在另一个页面打开",
  elsewhereText: "请在那个页面继续；也可以在这里接着通话。",
  here: "在这里继续",
} as const;
