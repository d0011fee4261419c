/** The entry of a checking thread: loads one data file and posts what is wrong with it, or null. */
import { parentPort, workerData } from "node:worker_threads";
import { type DatasetKind, findFileFault } from "./file-fault.js";

const { kind, path } = workerData as { readonly kind: DatasetKind; readonly path: string };
parentPort?.postMessage(await findFileFault(kind, path));
