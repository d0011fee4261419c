/** The entry point of the loading thread: reads the data files and transfers their arrays without copying. */
import { parentPort, workerData } from "node:worker_threads";
import { StartupError } from "../errors.js";
import type { Column } from "../table/column.js";
import { type DatasetPaths, type Datasets, readDatasets } from "./read.js";

/** The messages of the thread: each file before it is read, then the datasets or the arguments of a StartupError. */
export type LoadMessage =
  | { readonly reading: string }
  | { readonly datasets: Datasets }
  | { readonly failure: ConstructorParameters<typeof StartupError> };

function post(message: LoadMessage, transferred: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transferred);
}

try {
  const datasets = await readDatasets(workerData as DatasetPaths, (path) => post({ reading: path }));
  const tables = [datasets.evaluations.view.table, datasets.comparisons.table];
  post({ datasets }, collectBuffers(tables.flatMap(({ columns }) => columns)));
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  post({ failure: [error.code, error.subject, error.problem] });
}

function collectBuffers(columns: readonly Column[]): ArrayBuffer[] {
  const arrays = columns.flatMap((column): ArrayBufferView[] => {
    switch (column.kind) {
      case "number":
      case "timestamp":
        return [column.values];
      case "dictionary":
        return [column.codes];
      case "list":
        return [column.values, column.offsets, column.isPresent];
      default:
        return [];
    }
  });
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))];
}
