/** How the studio looks: a bar over a list, an editor beside its preview. */

import { css } from "lit";

export const knowledgeStyles = css`
  :host {
    display: block;
  }
  h2 {
    margin: 0 0 12px;
    font-size: 17px;
    overflow-wrap: anywhere;
  }
  h3 {
    margin: 20px 0 8px;
    font-size: 14px;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    margin-bottom: 16px;
  }
  .bar.ends {
    align-items: end;
  }
  .bar .bar {
    margin-bottom: 0;
  }
  .bar.ends > .chip,
  .bar.ends > .quiet,
  .bar.ends > .tick {
    margin-bottom: 9px;
  }
  fieldset .bar {
    margin-bottom: 0;
  }
  input[type="file"] {
    max-width: 100%;
    padding: 6px 12px;
  }
  .bar input[type="search"],
  .bar .wide {
    flex: 1 1 220px;
    min-width: 0;
  }
  .tick {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-weight: 400;
  }
  .tick input {
    width: 18px;
    min-height: 18px;
    accent-color: var(--yq-brand);
  }
  textarea {
    width: 100%;
    padding: 8px 12px;
    border: 1px solid var(--yq-line-control);
    border-radius: var(--yq-radius-control);
    background: var(--yq-ground);
    color: inherit;
    font: inherit;
    resize: vertical;
  }
  textarea.answer {
    min-height: 260px;
    font-family: ui-monospace, "Noto Sans Mono CJK SC", monospace;
  }
  .quiet {
    color: var(--yq-quiet);
    font-size: var(--yq-small);
  }
  /* Buttons stand far below what they tell: it stays in view. */
  .done,
  .trouble {
    position: sticky;
    z-index: 1;
    top: 0;
    margin: 0 0 12px;
    padding: 6px 0;
    background: var(--yq-ground);
  }
  .done {
    color: var(--yq-quiet);
  }
  .empty {
    margin: 0;
    padding: 20px;
    border: 1px dashed var(--yq-line-control);
    border-radius: var(--yq-radius);
    color: var(--yq-quiet);
  }
  .rows {
    display: grid;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .rows > li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding: 10px 0;
    border-bottom: 1px solid var(--yq-line);
    overflow-wrap: anywhere;
  }
  .rows a {
    flex: 1 1 260px;
    min-width: 0;
    color: var(--yq-accent);
    font-weight: 500;
    text-decoration: none;
  }
  .choose,
  .tick.all input {
    flex: none;
    width: 24px;
    min-height: 24px;
    margin: 0;
    accent-color: var(--yq-brand);
  }
  .tick.all {
    gap: 12px;
    margin-bottom: 8px;
  }
  .chosen {
    padding: 8px 12px;
    border: 1px solid var(--yq-accent);
    border-radius: var(--yq-radius-control);
  }
  .rows a.short {
    flex: none;
  }
  .bar input.code {
    width: 8em;
  }
  .rows a:hover {
    text-decoration: underline;
  }
  .chip {
    padding: 1px 10px;
    border: 1px solid var(--yq-line-control);
    border-radius: 999px;
    font-size: 12px;
    white-space: nowrap;
  }
  .chip.live {
    border-color: var(--yq-accent);
    color: var(--yq-accent);
  }
  .two {
    display: grid;
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    gap: 24px;
    align-items: start;
  }
  .fields {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 12px;
  }
  .shown {
    padding: 12px 16px;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius);
    background: var(--yq-surface);
    overflow-wrap: anywhere;
  }
  .shown.plain {
    white-space: pre-wrap;
  }
  .shown table {
    border-collapse: collapse;
  }
  .shown th,
  .shown td {
    padding: 4px 10px;
    border: 1px solid var(--yq-line);
    text-align: start;
  }
  .shown img {
    max-width: 100%;
    height: auto;
  }
  .problems {
    margin: 0 0 12px;
    padding-left: 20px;
  }
  .stops {
    color: var(--yq-danger);
  }
  .fields.readers {
    grid-template-columns: repeat(3, minmax(0, 1fr));
  }
  .picker + button,
  .picker > button,
  .picker + .picker {
    margin-top: 8px;
  }
  .agents {
    padding: 8px 12px;
    border-inline-start: 3px solid var(--yq-attention);
    background: var(--yq-surface);
  }
  pre {
    margin: 0 0 12px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    font: inherit;
  }
  del {
    background: var(--yq-attention-ground);
    color: var(--yq-attention);
  }
  ins {
    background: var(--yq-tint);
    text-decoration: none;
  }
  svg.curve {
    width: 100%;
    max-width: 480px;
    height: auto;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius-control);
  }
  svg.curve path,
  svg.curve polyline {
    fill: none;
    stroke: var(--yq-quiet);
    stroke-width: 2;
  }
  svg.curve .answered {
    stroke: var(--yq-accent);
    stroke-width: 3;
  }
  svg.curve .wrong {
    stroke: var(--yq-danger);
    stroke-dasharray: 8 4;
  }
  svg.curve .unfounded {
    stroke: var(--yq-attention);
    stroke-dasharray: 2 4;
  }
  svg.curve .now {
    stroke: var(--yq-text);
    stroke-width: 1;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    margin: 4px 0;
  }
  .legend .answered {
    color: var(--yq-accent);
  }
  .legend .wrong {
    color: var(--yq-danger);
  }
  .legend .unfounded {
    color: var(--yq-attention);
  }
  .link {
    display: inline-grid;
    align-items: center;
    text-decoration: none;
  }
  .back,
  .problems a {
    color: var(--yq-accent);
  }
  [aria-pressed="true"] {
    border-color: var(--yq-accent);
    background: var(--yq-tint);
    font-weight: 500;
  }
  .signs {
    margin: 4px 0;
  }
  /* The next step is in reach however long the article is. */
  .steps {
    position: sticky;
    z-index: 2;
    bottom: 0;
    display: grid;
    gap: 8px;
    max-height: 60vh;
    margin-top: 16px;
    padding: 10px 0;
    overflow-y: auto;
    border-top: 1px solid var(--yq-line);
    background: var(--yq-ground);
  }
  .steps p {
    margin: 0;
  }
  .steps > button {
    justify-self: start;
  }
  .scroll {
    overflow-x: auto;
  }
  .lines {
    margin-bottom: 12px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .danger {
    border-color: var(--yq-danger);
    color: var(--yq-danger);
  }
  .gap > * {
    flex: 1 1 100%;
  }
  .picker {
    padding: 12px;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius-control);
  }
  fieldset {
    min-width: 0;
    margin: 0 0 12px;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0 0 4px;
    font-weight: 500;
  }
  h4 {
    margin: 12px 0 4px;
    font-size: 14px;
    font-weight: 500;
  }
  input[type="range"] {
    padding: 0;
    accent-color: var(--yq-brand);
  }
  @media (max-width: 900px) {
    .two,
    .fields,
    .fields.readers {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
