/** The command `download`: downloads the public sources into a folder. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Effects } from "./effects.js";
import { buildHub, type HubFile, locateHubFile } from "./hub.js";
import { findCopy, updateCopy } from "./local-copy.js";
import { checkOutputs } from "./output-places.js";
import { findParquetFault } from "./parquet-check.js";
import { formatCount, type Report, ReportBuilder } from "./report.js";
import type { RetryPolicy } from "./retry-policy.js";
import { type ExtraSplit, getRelativePath, listSources, type Revisions } from "./sources.js";

export interface DownloadOptions {
  /** The folder that gets one folder per repository; relative to the effects' root. */
  readonly out: string;
  /** Branches, tags or commits instead of the pinned commits. */
  readonly revisions?: Revisions;
  /** Splits in addition to those that the pipeline needs. */
  readonly extraSplits?: readonly ExtraSplit[];
  readonly retryPolicy?: Partial<RetryPolicy>;
}

/**
 * Downloads missing files one after the other; complete files are kept if a later one fails.
 * Reads HF_ENDPOINT and HF_TOKEN from the environment of the effects. Throws PipelineError: bad-address, bad-token,
 * bad-proxy, source-refused, source-missing, download-failed, proxy-failed, download-damaged, source-unusable,
 * cannot-write, interrupted.
 */
export async function downloadSources(options: DownloadOptions, effects: Effects): Promise<Report> {
  const { HF_ENDPOINT, HF_TOKEN } = effects.environment;
  const { retryPolicy } = options;
  const hub = buildHub(HF_ENDPOINT, HF_TOKEN);
  const report = new ReportBuilder("download");
  let newCount = 0;
  const sources = listSources(options.extraSplits, options.revisions);
  const targetOf = (source: HubFile) => join(resolve(effects.root, options.out), getRelativePath(source));
  // Existing files may be in a read-only folder.
  await checkOutputs(sources.map(targetOf).filter((target) => !existsSync(target)));
  for (const source of sources) {
    const location = locateHubFile(source, hub);
    const target = targetOf(source);
    const copy = await findCopy(location, target);
    const { content, isNew } = await updateCopy(
      location,
      target,
      copy,
      { retryPolicy, check: findParquetFault },
      effects,
    );
    const { sizeBytes, sha256 } = content;
    if (isNew) {
      newCount += 1;
      report.addFile({ path: target, sizeBytes, sha256 });
    }
    report.addCheck({
      name: location.name,
      expected: "the hub's size and checksum",
      found: `${formatCount(sizeBytes)} bytes, ${isNew ? "downloaded" : "already exists"}`,
      verdict: "passed",
    });
  }
  if (newCount === 0) effects.progress.note(`all ${sources.length} files already exist`);
  return report.build();
}
