/** Builds the loader: dist/widget/webchat.js, one classic script without dependencies. */

import { defineConfig } from "vite";

export default defineConfig({
  publicDir: false,
  build: {
    outDir: "../dist/widget",
    emptyOutDir: false, // the chat's page was built before
    target: ["chrome111", "firefox113", "safari16.4"],
    lib: {
      entry: "src/loader/main.ts",
      formats: ["iife"],
      name: "YuanqiaoWebchat",
      fileName: () => "webchat.js",
    },
  },
});
