/** Draws what a try found: how many turns would go otherwise, and which. */

import { html, nothing, type TemplateResult } from "lit";
import type { Say } from "../words/index.ts";
import type { Tried } from "./model.ts";

const MOST = 50;

/** The result; the words of customers are masked by the server. */
export function drawTried(tried: Tried, say: Say): TemplateResult {
  const { otherwise, looked, by_rule, ages_unknown } = tried;
  return html`<div class="tried" data-testid="tried">
    <p role="status">
      ${looked ? say("divTried", { looked, count: otherwise.length }) : say("divTriedNothing")}
    </p>
    ${by_rule.map(({ name, turns }) => html`<p class="quiet">${say("divByRule", { name, count: turns })}</p>`)}
    ${ages_unknown.length ? html`<p class="quiet">${say("divAgesUnknown", { names: ages_unknown.join(say("comma")) })}</p>` : nothing}
    ${
      otherwise.length
        ? html`<table>
          <thead>
            <tr>
              <th scope="col">${say("divSaid")}</th>
              <th scope="col">${say("divNow")}</th>
              <th scope="col">${say("divThen")}</th>
            </tr>
          </thead>
          <tbody>
            ${otherwise.slice(0, MOST).map(
              (each) =>
                html`<tr data-testid="otherwise">
                <td>${each.words}<span class="quiet">${each.intent ? ` ${each.intent}` : ""}</span></td>
                <td>${each.now || say("divNoRule")}</td>
                <td>${each.then || say("divNoRule")}</td>
              </tr>`,
            )}
          </tbody>
        </table>`
        : nothing
    }
    ${otherwise.length > MOST ? html`<p class="quiet">${say("divFirst", { count: MOST })}</p>` : nothing}
  </div>`;
}
