/** How a section with pages looks: its heading, and the bar that chooses among them. */

import { css } from "lit";

export const peopleSectionStyles = css`
  :host {
    display: block;
    max-width: 1100px;
    padding: 24px;
  }
  h1 {
    margin: 0 0 12px;
    font-size: 20px;
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin-bottom: 20px;
    border-bottom: 1px solid var(--yq-line);
  }
  nav a {
    padding: 10px 12px 8px;
    border-bottom: 2px solid transparent;
    color: var(--yq-quiet);
    text-decoration: none;
  }
  nav a:hover {
    color: var(--yq-text);
  }
  nav a[aria-current="page"] {
    border-bottom-color: var(--yq-accent);
    color: var(--yq-accent);
    font-weight: 500;
  }
  @media (max-width: 640px) {
    :host {
      padding: 16px;
    }
  }
`;
