/** Effects for tests of the data commands: the real network, a given environment, and what was said kept. */
import { readConfig } from "../../src/config.js";
import type { Effects } from "../../src/pipeline/effects.js";

export interface RecordingEffects extends Effects {
  /** Lines that stay, in their order. */
  readonly notes: string[];
  /** Pieces of work, with what they have advanced so far. */
  readonly tasks: { readonly label: string; readonly total: number | undefined; done: number }[];
}

export function recordingEffects(given: Partial<Effects> = {}): RecordingEffects {
  const notes: string[] = [];
  const tasks: RecordingEffects["tasks"] = [];
  return {
    fetch: globalThis.fetch,
    environment: {},
    readConfig: () => readConfig(given.environment ?? {}),
    root: "/",
    workingFolder: given.root ?? "/",
    signal: new AbortController().signal,
    progress: {
      note: (message) => void notes.push(message),
      begin: (label, total) => {
        const task = { label, total, done: 0 };
        tasks.push(task);
        return {
          advance: (amount) => {
            task.done += amount;
          },
          end() {},
        };
      },
    },
    ...given,
    notes,
    tasks,
  };
}
