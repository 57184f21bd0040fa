/** Chinese words of an article's further fields: notes for agents, links, for whom it is, pictures. */

export const zhFields = {
  kbNote: "内部备注（仅客服可见）",
  kbNoteHint: "客服在建议回复旁看到，客户在任何渠道都看不到。已写 {count} / {limit} 字",
  agentsOnly: "仅客服可见",
} as const;
