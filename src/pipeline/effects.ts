/** The side effects of commands. The program passes in the real ones, a test its own. */

import type { Config } from "../config.js";

export interface Effects {
  /** The network; tests use a server of their own. */
  readonly fetch: typeof globalThis.fetch;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The server's settings. Throws StartupError bad-setting. */
  readonly readConfig: () => Config;
  /** The project's folder, at which the paths of defaults and settings start. */
  readonly root: string;
  /** The folder at which the relative paths of a command line start. */
  readonly workingFolder: string;
  readonly progress: Progress;
  /** Aborted when the user interrupts the command. */
  readonly signal: AbortSignal;
}

/** Receives the progress of a command, which is not part of its result. */
export interface Progress {
  /** Prints one permanent line. */
  note(message: string): void;
  /** Starts a task; `total` is its length, undefined if unknown. */
  begin(label: string, total: number | undefined, unit: ProgressUnit): ProgressTask;
}

export type ProgressUnit = "bytes" | "rows" | "steps";

export interface ProgressTask {
  advance(amount: number): void;
  /** Ends the task; `outcome` is a short remark such as `1,410,750 rows`. */
  end(outcome?: string): void;
}

/** Prints nothing; for tests and for use as a library. */
export const SILENT: Progress = {
  note() {},
  begin: () => ({ advance() {}, end() {} }),
};
