/** Loads a data file on trial in a thread of its own, so that requests are answered meanwhile. */
import { Worker } from "node:worker_threads";
import type { DatasetKind } from "./file-fault.js";
import { getThreadLimits } from "./load.js";

/** As `findFileFault`; a file that takes more memory than loading may have is one that cannot be read. */
export function findFileFaultInThread(kind: DatasetKind, path: string): Promise<string | null> {
  const worker = new Worker(new URL("./check-worker.js", import.meta.url), {
    workerData: { kind, path },
    resourceLimits: getThreadLimits(),
  });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", ({ message }: Error) => resolve(`cannot be read here (${message})`));
    worker.once("exit", () => reject(new Error("the checking thread ended without a result")));
  });
}
