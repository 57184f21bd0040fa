/** Chinese words of an article's further fields: notes for agents, links, for whom it is, pictures. */

export const zhFields = {
  kbNote: "内部备注（仅客服可见）",
  kbNoteHint: "客服在建议回复旁看到，客户在任何渠道都看不到。已写 {count} / {limit} 字",
  agentsOnly: "仅客服可见",
  kbReaderWord:
    "“{detail}”不是银行系统里的代码，没有客户能对上：受众、地区和客群只能用字母、数字、点、横线和下划线",
  kbForWhom: "谁能看到",
  kbSeenBy: "可见范围：{channels} · {readers}",
  kbReadersSome: "仅限{groups} 的客户",
  kbGroupOf: "{field}为 {words}",
  kbGroupAnd: " 且",
  kbReadersUntold:
    "目前银行系统只告知客户的客群。限定了受众或地区的文章，机器人和帮助页都不会显示给任何客户，请确认接入后再用。",
  kbSegmentTold: "只有登录后由银行系统告知客群的客户能看到，帮助页和未登录的客户看不到。",
  kbWordAdd: "添加",
  kbWordAddTo: "添加到{field}",
  kbWordRemove: "移除 {word}",
  kbWordWrong: "没有添加：{words}。请填银行系统里的代码，只用字母、数字、点、横线和下划线，最多 64 个字符。",
  kbLinksNone: "还没有链接。链接显示在答案下方。",
  kbLinksMost: "最多 {count} 个链接。",
  kbLinkAdd: "添加链接",
  kbLinkNumber: "第 {number} 个链接",
  kbLinkTitle: "链接名称",
  kbLinkUrl: "地址（以 https 开头）",
  kbLinkDescription: "说明（可不填）",
  kbLinkRemove: "移除",
  kbLinkRemoveOf: "移除第 {number} 个链接",
  kbLinkNoTitle: "请填写链接名称，或移除这个链接。",
  kbLinkAddress: "请填写完整地址，以 https 开头，中间没有空格。",
  kbLinkMend: "有链接还没有填完整。请补上名称和地址，或移除它，再保存。",
} as const;
