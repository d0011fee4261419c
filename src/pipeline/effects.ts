/** What a command may do to the world outside it. The program passes the real ones in, a test its own. */

import type { Config } from "../config.js";

export interface Effects {
  /** The network; tests point it at a server of their own. */
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

/** Where a command tells what it is doing; never part of its result. */
export interface Progress {
  /** One line that stays. */
  note(message: string): void;
  /** A piece of work with a length; `total` is undefined where it is not known beforehand. */
  begin(label: string, total: number | undefined, unit: ProgressUnit): ProgressTask;
}

export type ProgressUnit = "bytes" | "rows" | "steps";

export interface ProgressTask {
  advance(amount: number): void;
  /** Ends the piece of work; `outcome` is a short remark such as `1,410,750 rows`. */
  end(outcome?: string): void;
}

/** Says nothing; for tests and for use as a library. */
export const SILENT: Progress = {
  note() {},
  begin: () => ({ advance() {}, end() {} }),
};
