#!/usr/bin/env node
/** The entry point of the commands: real effects, signals, streams that break, and the exit code. */
import { join } from "node:path";
import { readConfig } from "./config.js";
import { PipelineError } from "./errors.js";
import { EXIT_CODES, runProgram } from "./pipeline/program.js";
import { buildProgress } from "./pipeline/progress.js";
import { buildFetch } from "./pipeline/proxied-fetch.js";
import { addServerCommands } from "./server-commands.js";

const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const;
type Signal = keyof typeof SIGNALS;

const progress = buildProgress(process.stderr, process.env);
const interruption = new AbortController();

/** The first signal ends the work in order; a second one ends the process, as it would without this program's care. */
function interrupt(signal: Signal): void {
  if (interruption.signal.aborted) {
    progress.stop();
    process.exit(128 + SIGNALS[signal]);
  }
  interruption.abort();
}
for (const signal of Object.keys(SIGNALS) as Signal[]) process.on(signal, interrupt);

/** Set when a stream breaks, which may be reported after the command's own end. */
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
    // Without a reader the work ends, and leaves nothing half-written.
    interruption.abort();
  });
}

/** Bars end before anything is printed: they would be drawn over it. */
function print(stream: NodeJS.WriteStream, text: string): void {
  progress.stop();
  stream.write(text);
}

const effects = {
  fetch: buildFetch(process.env),
  environment: process.env,
  readConfig: () => readConfig(process.env),
  root: join(import.meta.dirname, ".."),
  workingFolder: process.cwd(),
  progress,
  signal: interruption.signal,
  stdout: process.stdout,
  async serve() {
    for (const signal of Object.keys(SIGNALS) as Signal[]) process.off(signal, interrupt);
    const { serve } = await import("./serve.js");
    await serve(process.env);
  },
};

try {
  const exitCode = await runProgram(
    process.argv.slice(2),
    effects,
    {
      out: (text) => print(process.stdout, text),
      err: (text) => {
        // What ended with a stream has its own line, or needs none.
        if (brokenExitCode === undefined) print(process.stderr, text);
      },
    },
    (program) => addServerCommands(program, effects),
  );
  process.exitCode = brokenExitCode ?? exitCode;
} finally {
  progress.stop();
}
