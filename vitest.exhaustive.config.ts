/** The tests of thousands of cases and of data in full size; `npm run test:exhaustive`. */
import { defineConfig } from "vitest/config";
import quick from "./vitest.config.js";

const HANG_MS = 3_600_000;

export default defineConfig({
  test: {
    ...quick.test,
    include: ["test/exhaustive/**/*.test.ts"],
    exclude: [],
    testTimeout: HANG_MS,
    hookTimeout: HANG_MS,
  },
});
