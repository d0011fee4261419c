/** The entry point of the data commands: real effects, signals and the exit code. */
import { join } from "node:path";
import { readConfig } from "./config.js";
import { runProgram } from "./pipeline/program.js";
import { buildProgress } from "./pipeline/progress.js";

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => interruption.abort());
}
const progress = buildProgress(process.stderr);
try {
  process.exitCode = await runProgram(
    process.argv.slice(2),
    {
      fetch: globalThis.fetch,
      environment: process.env,
      readConfig: () => readConfig(process.env),
      root: join(import.meta.dirname, ".."),
      progress,
      signal: interruption.signal,
    },
    { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) },
  );
} finally {
  progress.stop();
}
