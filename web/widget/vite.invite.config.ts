/** Builds the invitation: dist/widget/webchat-invite.js, one classic script that pages with forms may take in. */

import { defineConfig } from "vite";

export default defineConfig({
  publicDir: false,
  build: {
    outDir: "../dist/widget",
    emptyOutDir: false, // the chat's page and the loader were built before
    target: ["chrome111", "firefox113", "safari16.4"],
    lib: {
      entry: "src/invite/main.ts",
      formats: ["iife"],
      name: "YuanqiaoInvite",
      fileName: () => "webchat-invite.js",
    },
  },
});
