import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

/** Time limits only stop what hangs: on a busy machine a test may take a hundred times longer than alone. */
const HANG_MS = 600_000;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "test/exhaustive/**"],
    testTimeout: HANG_MS,
    hookTimeout: HANG_MS,
    pool: "forks",
    // Without it, one of two processors would stand idle: many tests wait for servers and child processes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/explorer/**"],
      reporter: ["text-summary"],
    },
  },
});
