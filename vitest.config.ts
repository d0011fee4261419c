import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

/** Time limits only stop what hangs: on a busy machine a test may take a hundred times longer than alone. */
const HANG_MS = 600_000;
/** What runs against one server of the built program over the shipped files, which is started once for all of them. */
const SERVED_TESTS = [
  "test/docs/examples.test.ts",
  "test/docs/frontend-example.test.ts",
  "test/examples/**/*.test.ts",
  "test/explorer/explorer.test.ts",
  "test/reference/reference.test.ts",
];

export default defineConfig({
  test: {
    testTimeout: HANG_MS,
    hookTimeout: HANG_MS,
    teardownTimeout: HANG_MS,
    pool: "forks",
    // Modules hold no state, so the files of a worker may share them: most of a small file's time is importing.
    isolate: false,
    // Without it, one of two processors would stand idle: many tests wait for servers and child processes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/explorer/**", "src/client/dist/**"],
      reporter: ["text-summary"],
    },
    projects: [
      {
        extends: true,
        test: {
          name: "modules",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, "test/exhaustive/**", ...SERVED_TESTS],
        },
      },
      {
        extends: true,
        test: {
          name: "served",
          include: SERVED_TESTS,
          globalSetup: "test/support/shipped-server.ts",
        },
      },
    ],
  },
});
