/** The command `prepare`: writes the datasets in the form that loads fastest. The raw files remain the source. */
import { writeFile } from "node:fs/promises";
import { findFileFault } from "../datasets/file-fault.js";
import { encodePrepared } from "../datasets/prepared.js";
import { type DatasetPaths, type Datasets, readDatasets } from "../datasets/read.js";
import { PipelineError } from "../errors.js";
import { writeAtomically } from "./atomic-file.js";
import type { Effects } from "./effects.js";
import { checkOutputs } from "./output-places.js";
import { type Report, ReportBuilder, type WrittenFile } from "./report.js";
import { fetchServedSources, nameSettings, parseServedSources } from "./served-sources.js";

/**
 * Prepares the files of the settings for a server with the same settings.
 * Throws StartupError like `readDatasets`, and PipelineError: bad-address, bad-token, cannot-write, and those of a download.
 */
export async function prepareServed(effects: Effects): Promise<Report> {
  const config = effects.readConfig();
  await checkOutputs([config.preparedPath]);
  const paths = await fetchServedSources(
    parseServedSources(config),
    config.cacheFolder,
    effects,
    findFileFault,
  );
  const report = new ReportBuilder("prepare");
  const { datasets, file } = await nameSettings(paths, () => prepareDatasets(paths, config.preparedPath));
  const { rowCount, missingCount, view } = datasets.evaluations;
  const missing = { reason: "no value", count: missingCount, examples: [] };
  report.addStage({
    name: "evaluations",
    rowsIn: rowCount + missingCount,
    rowsOut: rowCount,
    drops: missingCount > 0 ? [missing] : [],
  });
  report.addStage({ name: "checkpoints", rowsIn: rowCount, rowsOut: view.table.rowCount });
  const comparisons = datasets.comparisons.table.rowCount;
  report.addStage({ name: "comparisons", rowsIn: comparisons, rowsOut: comparisons });
  report.addFile(file);
  return report.build();
}

/** Reads both files and writes the prepared one, which gets its final name only when complete. */
export async function prepareDatasets(
  paths: DatasetPaths,
  preparedPath: string,
): Promise<{ readonly datasets: Datasets; readonly file: WrittenFile }> {
  const datasets = await readDatasets(paths);
  const bytes = encodePrepared(datasets);
  const file = await writeAtomically(preparedPath, (path) =>
    writeFile(path, bytes).catch((error: Error) => {
      throw new PipelineError("cannot-write", preparedPath, `cannot be written (${error.message})`);
    }),
  );
  return { datasets, file };
}
