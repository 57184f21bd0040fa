/** Builds the staff's application: dist/desk/index.html and assets/*, which the hub serves on the staff's origin. */

import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/desk/",
  publicDir: false,
  build: {
    outDir: "../dist/desk",
    emptyOutDir: true,
    target: ["chrome111", "firefox113", "safari16.4"], // adoptedStyleSheets (the CSP needs it), color-mix
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // data: URLs would need a hole in the CSP
    rolldownOptions: { input: "index.html" },
  },
  test: {
    include: ["tests/**/*.test.ts"],
    environment: "node",
    restoreMocks: true,
  },
});
