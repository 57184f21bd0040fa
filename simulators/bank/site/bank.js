/** The accounts of this browser's phone, and what is to go wrong. */

import { phoneId } from "/shared/line.js";

const AGAIN_MS = 2000;
const STATES = { active: "正常", frozen: "已冻结", lost: "已挂失", inactive: "未激活" };
const KINDS = {
  freeze_card: "冻结银行卡",
  report_loss: "挂失",
  transfer: "转账",
  set_limit: "调整限额",
  repay: "信用卡还款",
  book_appointment: "预约网点",
  send_statement: "发送对账单",
  change_telephone: "变更手机号",
};

const money = new Intl.NumberFormat("zh-CN", { style: "currency", currency: "CNY" });
const yuan = (sum) => money.format(sum.minor / 100);
const day = (text) => new Date(text).toLocaleString("zh-CN", { dateStyle: "short", timeStyle: "short" });

/** @param {string} name @param {string} [text] @param {string} [cls] */
function make(name, text = "", cls = "") {
  const element = document.createElement(name);
  element.textContent = text;
  if (cls) element.className = cls;
  return element;
}

function accountOf(each) {
  const table = make("table");
  table.append(make("caption", `${each.product}（尾号 ${each.tail}） ${yuan(each.balance)}`));
  for (const one of each.transactions) {
    const row = make("tr");
    row.append(make("td", day(one.at)), make("td", one.about), make("td", yuan(one.amount), "sum"));
    row.append(make("td", yuan(one.balance), "sum"));
    table.append(row);
  }
  return table;
}

function cardOf(each) {
  const owed = each.owed ? `，应还 ${yuan(each.owed)}（${each.due_on} 到期）` : "";
  return make("li", `${each.product}（尾号 ${each.tail}）：${STATES[each.state]}，日限额 ${yuan(each.daily_limit)}${owed}`);
}

function doneOf(each) {
  const end = each.state === "done" ? "已办理" : `未办理（${each.code}）`;
  return make("li", `${day(each.at)} ${KINDS[each.kind] ?? each.kind}：${end}`);
}

function fill(id, elements, empty) {
  document.getElementById(id).replaceChildren(...(elements.length > 0 ? elements : [make("p", empty)]));
}

async function look() {
  const answer = await fetch(`phone/${phoneId()}`, { method: "POST" });
  if (!answer.ok) throw new Error(String(answer.status));
  const told = await answer.json();
  document.getElementById("owner").textContent =
    `${told.name}，${told.tier}，风险评级 ${told.risk}，手机 ${told.telephone}，客户经理 ${told.manager.name}`;
  fill("account-list", told.accounts.map(accountOf), "没有账户");
  fill("card-list", told.cards.map(cardOf), "没有银行卡");
  fill("done-list", told.instructions.map(doneOf), "还没有收到指令");
  document.getElementById("waiting").textContent = told.faults > 0 ? `还有 ${told.faults} 个故障` : "一切正常";
}

for (const button of document.querySelectorAll("[data-kind]")) {
  button.addEventListener("click", async () => {
    const { kind, code } = button.dataset;
    const fault = { kind, path: "/instructions", code: Number(code ?? 503) };
    await fetch("faults", { method: "POST", body: JSON.stringify(fault) });
    await look();
  });
}

const SAID = {
  "": "已通知远桥",
  nobody_known: "这个客户还没有在任何渠道里说过话",
  no_answer: "远桥没有回答",
};

for (const button of document.querySelectorAll("[data-event]")) {
  button.addEventListener("click", async () => {
    const body = JSON.stringify({ kind: button.dataset.event });
    const answer = await fetch(`events/${phoneId()}`, { method: "POST", body });
    const { code } = await answer.json();
    document.getElementById("event-said").textContent = SAID[code] ?? `没有成功（${code}）`;
  });
}

for (;;) {
  try {
    await look();
  } catch {
    document.getElementById("owner").textContent = "银行系统没有回答，稍后自动重试。";
  }
  await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
}
