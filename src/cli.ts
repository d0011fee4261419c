/** The entry point of the data commands: real effects, signals, streams that break, and the exit code. */
import { join } from "node:path";
import { readConfig } from "./config.js";
import { PipelineError } from "./errors.js";
import { EXIT_CODES, runProgram } from "./pipeline/program.js";
import { buildProgress } from "./pipeline/progress.js";
import { buildFetch } from "./pipeline/proxied-fetch.js";

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => interruption.abort());
}

/** Set when a stream breaks, which may be heard of after the command's own end. */
let brokenExitCode: number | undefined;
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    if (brokenExitCode !== undefined) return;
    brokenExitCode = code === "EPIPE" ? EXIT_CODES.readerLeft : EXIT_CODES.failed;
    process.exitCode = brokenExitCode;
    if (code !== "EPIPE" && stream === process.stdout) {
      const problem = `cannot be written (${message})`;
      process.stderr.write(`${new PipelineError("cannot-print", "standard output", problem).message}\n`);
    }
    // Work that nobody hears of ends, and leaves nothing half-written.
    interruption.abort();
  });
}

const progress = buildProgress(process.stderr);
try {
  const exitCode = await runProgram(
    process.argv.slice(2),
    {
      fetch: buildFetch(process.env),
      environment: process.env,
      readConfig: () => readConfig(process.env),
      root: join(import.meta.dirname, ".."),
      progress,
      signal: interruption.signal,
    },
    { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) },
  );
  process.exitCode = brokenExitCode ?? exitCode;
} finally {
  progress.stop();
}
