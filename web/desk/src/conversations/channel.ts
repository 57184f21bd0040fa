/** The channels by icon and name. */

import { html, type TemplateResult } from "lit";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import type { Say, Word } from "../words/index.ts";

const CHANNELS: Readonly<Record<string, readonly [TemplateResult, Word]>> = {
  webchat: [icons.globe, "channelWebchat"],
  wechat: [icons.bubbles, "channelWechat"],
  miniprogram: [icons.tiles, "channelMiniprogram"],
  wecom: [icons.office, "channelWecom"],
  wecom_kf: [icons.bubbles, "channelWecomKf"],
  sms: [icons.envelope, "channelSms"],
};

/** The name of a channel. */
export function channelName(channel: string, say: Say): string {
  const known = CHANNELS[channel];
  return known ? say(known[1]) : channel;
}

/** Icon and name of a channel. */
export function drawChannel(channel: string, say: Say): TemplateResult {
  return html`<span class="channel">${CHANNELS[channel]?.[0] ?? icons.talk}${channelName(channel, say)}</span>`;
}
