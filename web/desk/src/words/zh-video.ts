/** The Chinese words of calls by video. */

export const zhVideo = {
  videoInvite: "视频通话",
  videoInvited: "视频邀请已发送，等待客户打开链接。",
  videoInviteAgain: "重新发送邀请",
  videoRinging: "客户已就绪，等待接听视频",
  videoRingingElsewhere: "另一位客户正在等待视频接听",
  videoAnswer: "接听",
  videoLost: "客户的网络中断，等待恢复（最多 20 秒）。",
  videoLineCut: "连接已断开，正在恢复通话。",
  videoMissingCamera: "没有找到摄像头，客户将只听到您的声音。",
  videoMissingBoth: "没有找到摄像头和麦克风，客户看不到也听不到您。",
  videoMissingRefused: "浏览器没有获得摄像头和麦克风的权限，请在地址栏的权限设置中允许。",
  videoRefused: "视频操作没有完成，请查看会话最新状态后重试。",
  videoCall: "视频通话画面",
} as const;
