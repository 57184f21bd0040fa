/** Builds the customer's page of a call: dist/video/call.html and assets/*, which the hub serves under /video/. */

import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/video/",
  publicDir: false,
  build: {
    outDir: "../dist/video",
    emptyOutDir: true,
    target: ["chrome111", "firefox113", "safari16.4"], // adoptedStyleSheets (the CSP needs it), color-mix
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // data: URLs would need a hole in the CSP
    rolldownOptions: {
      input: { call: "call.html", private: "src/private.ts" },
      // Pages of the bank name this one: it keeps its name.
      output: {
        entryFileNames: ({ name }) => (name === "private" ? "private.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  test: {
    include: ["tests/**/*.test.ts"],
    environment: "node",
    restoreMocks: true,
  },
});
