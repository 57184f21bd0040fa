/** Builds the chat's page: dist/widget/frame.html and assets/*, which the hub serves under /webchat/. */

import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { tightStyles } from "./tools/tight-styles.ts";

const tool = (name: string): string => fileURLToPath(new URL(`tools/${name}`, import.meta.url));

export default defineConfig({
  base: "/webchat/",
  resolve: {
    alias: {
      // The sources as written: what the package hands out is made for browsers of ten years ago.
      "tus-js-client": tool("../../node_modules/tus-js-client/lib/browser/index.js"),
      // Two packages of it do what browsers do themselves, and would cost customers 6 kB.
      "url-parse": tool("url.ts"),
      "js-base64": tool("base64.ts"),
    },
  },
  plugins: [tightStyles()],
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
