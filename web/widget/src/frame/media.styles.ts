/** How stored files, places and cards look. */

import { css } from "lit";

export const mediaStyles = css`
  .text + .picture,
  yq-upload:not(:first-child),
  .text + a.file,
  .text + div.file {
    margin-top: 8px;
  }
  .picture + .picture,
  .picture + .file,
  .file + .picture,
  .file + .file {
    margin-top: 8px;
  }
  .picture {
    position: relative;
  }
  .picture .instead {
    display: none;
  }
  .thumb.missing {
    color: transparent;
  }
  .missing + .instead {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 4px;
    padding: 8px;
    line-height: 1.4;
    text-align: center;
  }
  .out .file {
    width: fit-content;
    max-width: 100%;
  }
  @media (hover: hover) {
    a.file:hover {
      border-color: var(--yq-accent);
    }
  }
  .voice audio,
  video {
    display: block;
    max-width: 100%;
  }
  .voice audio {
    width: 260px;
  }
  video {
    height: auto;
    border-radius: var(--yq-radius-control);
    background: #000000;
  }
  .card {
    width: min(320px, 100%);
    padding: 12px;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius);
  }
  .card .picture,
  .card .thumb {
    width: 100%;
  }
  .card .picture {
    margin-bottom: 8px;
  }
  .card .title {
    font-weight: 600;
    line-height: 1.4;
  }
  .card .title + .text {
    margin-top: 4px;
  }
  .card .row {
    margin-top: 8px;
  }
  .message .notice + .notice {
    margin-top: 8px;
  }
`;
