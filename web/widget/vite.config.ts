/** Builds the chat's page: dist/widget/frame.html and assets/*, which the hub serves under /webchat/. */

import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/webchat/",
  publicDir: false,
  build: {
    outDir: "../dist/widget",
    emptyOutDir: true,
    target: ["chrome111", "firefox113", "safari16.4"], // adoptedStyleSheets (the CSP needs it), color-mix
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // data: URLs would need a hole in the CSP
    rolldownOptions: { input: "frame.html" },
  },
  test: {
    include: ["tests/**/*.test.ts"],
    environment: "node",
    restoreMocks: true,
  },
});
