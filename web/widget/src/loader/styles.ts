/** The launcher and the panel on the bank's page; inside a shadow root, so neither page touches the other. */

const HIGHEST = 2147483647;

/** Where the chat fills the screen: beside a panel there would be no room for either. */
export const WHOLE_SCREEN = "((max-width: 480px) or (max-height: 420px))";

/**
 * The style text for a brand colour and a side. What a shadow tree calls important beats what the page calls so
 * (CSS Cascade 5, 6.1): no rule of the page and no inline style hides or moves the host. `all` does not speak of
 * the direction.
 */
export function styleText(brand: string, side: "left" | "right"): string {
  return `
:host {
  all: initial !important; display: block !important; position: fixed !important; inset: 0 auto auto 0 !important;
  width: 0 !important; height: 0 !important; z-index: ${HIGHEST} !important;
  direction: ltr !important; unicode-bidi: isolate !important;
}
@media print { :host { display: none !important; } }
.launcher, .panel { position: fixed; z-index: ${HIGHEST}; }
.launcher {
  bottom: calc(20px + env(safe-area-inset-bottom)); ${side}: calc(20px + env(safe-area-inset-${side}));
  width: 56px; height: 56px; padding: 0; border: 0; border-radius: 50%; cursor: pointer;
  display: grid; place-items: center; background: ${brand}; color: #fff;
  box-shadow: 0 2px 12px rgb(0 0 0 / 28%); touch-action: manipulation;
}
.launcher:focus-visible { outline: 3px solid ${brand}; outline-offset: 3px; }
.launcher svg { width: 28px; height: 28px; }
.badge {
  position: absolute; top: -2px; inset-inline-end: -4px; min-width: 22px; height: 22px; padding: 0 6px;
  box-sizing: border-box; border-radius: 11px; background: #b3261e; color: #fff;
  font: 600 13px/22px system-ui, sans-serif; font-variant-numeric: tabular-nums; text-align: center;
}
.panel {
  bottom: calc(88px + env(safe-area-inset-bottom)); ${side}: calc(20px + env(safe-area-inset-${side}));
  width: 400px; max-width: calc(100vw - 40px); height: min(720px, calc(100dvh - 108px));
  border-radius: 12px; overflow: hidden; background: Canvas; color-scheme: light dark;
  border: 1px solid rgb(128 128 128 / 30%); box-shadow: 0 8px 40px rgb(0 0 0 / 22%);
}
.fault {
  position: absolute; inset: 0; margin: 0; padding: 24px; background: Canvas; color: CanvasText;
  font: 16px/1.6 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
}
.fault button { display: block; min-height: 44px; margin-top: 12px; padding: 0 16px; font: inherit; }
.fault.slow { inset: auto 0 0; padding: 12px 16px; border-top: 1px solid rgb(128 128 128 / 30%); }
.panel[hidden], .badge[hidden], .fault[hidden] { display: none; }
iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: light dark; }
@media ${WHOLE_SCREEN} {
  .panel {
    inset: 0; width: 100%; max-width: none; height: var(--yq-height, 100dvh); top: var(--yq-top, 0px);
    box-sizing: border-box; border: 0; border-radius: 0; box-shadow: none;
    padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);
  }
}
@media ${WHOLE_SCREEN} { .panel:not([hidden]) + .launcher { display: none; } }
@media (forced-colors: active) { .launcher, .panel { border: 2px solid ButtonText; } }
`;
}
