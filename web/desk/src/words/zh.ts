/** The Chinese words of the desk. `{name}` stands for a value. */

import { zhBulk } from "./zh-bulk.ts";
import { zhCases } from "./zh-cases.ts";
import { zhConversations } from "./zh-conversations.ts";
import { zhDiversion } from "./zh-diversion.ts";
import { zhOutreach } from "./zh-outreach.ts";
import { zhFields } from "./zh-fields.ts";
import { zhInspection } from "./zh-inspection.ts";
import { zhIntegrations } from "./zh-integrations.ts";
import { zhCategories } from "./zh-categories.ts";
import { zhKnowledge } from "./zh-knowledge.ts";
import { zhNavigation } from "./zh-navigation.ts";
import { zhOutlets } from "./zh-outlets.ts";
import { zhPeople } from "./zh-people.ts";
import { zhRecords } from "./zh-records.ts";
import { zhRouting } from "./zh-routing.ts";
import { zhPhrases } from "./zh-phrases.ts";
import { zhRecordings } from "./zh-recordings.ts";
import { zhSupervision } from "./zh-supervision.ts";
import { zhSynonyms } from "./zh-synonyms.ts";
import { zhVideo } from "./zh-video.ts";

export const zh = {
  ...zhBulk,
  ...zhCases,
  ...zhConversations,
  ...zhDiversion,
  ...zhOutreach,
  ...zhFields,
  ...zhInspection,
  ...zhIntegrations,
  ...zhCategories,
  ...zhKnowledge,
  ...zhNavigation,
  ...zhOutlets,
  ...zhPeople,
  ...zhRecords,
  ...zhRouting,
  ...zhPhrases,
  ...zhRecordings,
  ...zhSupervision,
  ...zhSynonyms,
  ...zhVideo,
  desk: "远桥工作台",
  login: "登录名",
  password: "密码",
  code: "动态验证码",
  codeHint: "打开身份验证应用，输入 6 位数字。",
  signIn: "登录",
  signingIn: "正在登录…",
  signOut: "退出登录",
  back: "返回",
  wrongCredentials: "登录名或密码不正确，请核对后重试。",
  wrongCode: "验证码不正确或已用过，请等待下一个再试。",
  tooMany: "尝试次数过多，请在 {wait} 后再试。",
  seconds: "{count} 秒",
  minutes: "{count} 分钟",
  unreachable: "连接不上服务器。您的输入已保留，请检查网络后重试。",
  failed: "操作没有完成（{code}）。请稍后重试，仍不行请联系管理员。",
  retry: "重试",
  sessionOver: "登录已失效，请重新登录。",
  choosePassword: "请设置新密码",
  choosePasswordWhy: "当前密码由他人提供，设置只有您知道的密码后才能继续。",
  changePassword: "修改密码",
  oldPassword: "当前密码",
  newPassword: "新密码",
  newPasswordHint: "至少 12 个字符。可以用一句只有您知道的话。",
  repeatPassword: "再次输入新密码",
  notTheSame: "两次输入的新密码不一致。",
  weakPassword: "这个密码太短或过于常见，请换一个。",
  save: "保存",
  setUpTotp: "启用动态验证码",
  setUpTotpWhy: "登录时除密码外还需要手机上的验证码，账号更安全。",
  totpKey: "在身份验证应用中手动添加此密钥，然后输入应用显示的验证码。",
  totpOpen: "在本机应用中打开",
  next: "下一步",
  sections: "功能",
  you: "我的账号",
  name: "姓名",
  branch: "机构",
  roles: "角色",
  language: "语言",
  comma: "、",
  safety: "账号安全",
  saved: "已保存。",
  totpOn: "动态验证码已启用。",
  session: "登录状态",
  skip: "跳到主要内容",
  waitingForYou: "{count} 项待您审批",
} as const;
