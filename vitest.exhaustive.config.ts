/** The tests of thousands of cases and of data in full size; `npm run test:exhaustive`. */
import { defineConfig } from "vitest/config";
import quick from "./vitest.config.js";

const HANG_MS = 3_600_000;
const { projects: _, ...options } = quick.test ?? {};

export default defineConfig({
  test: {
    ...options,
    include: ["test/exhaustive/**/*.test.ts"],
    testTimeout: HANG_MS,
    hookTimeout: HANG_MS,
    // They hold much data, which ends with the process of each file.
    isolate: true,
  },
});
