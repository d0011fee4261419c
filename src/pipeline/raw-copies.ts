/** Compares raw tables with the manifest that `download` wrote, and refuses truncated or replaced ones. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { PipelineError } from "../errors.js";
import type { Effects } from "./effects.js";
import { checkFile } from "./input-files.js";
import { readCopyEntry } from "./local-copy.js";
import { formatCount } from "./report.js";

/**
 * Compares all sizes first, then hashes every listed file, which takes a second or two of a build of minutes. Files without a
 * manifest entry are the user's own and are not compared.
 * Throws PipelineError: raw-table-missing, input-unreadable, raw-table-changed; the signal's reason.
 */
export async function checkRawCopies(
  paths: readonly string[],
  { progress, signal }: Pick<Effects, "progress" | "signal">,
): Promise<void> {
  const listed: { readonly path: string; readonly sha256: string; readonly sizeBytes: number }[] = [];
  for (const path of paths) {
    await checkFile(path, "raw-table-missing");
    const entry = await readCopyEntry(path);
    if (entry === undefined) continue;
    const { size } = await stat(path);
    if (size !== entry.bytes) refuse(path, `${formatCount(size)} of ${formatCount(entry.bytes)} bytes`);
    listed.push({ path, sha256: entry.sha256, sizeBytes: size });
  }
  if (listed.length === 0) return;
  const total = listed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const task = progress.begin("compare with the manifest", total, "bytes");
  for (const { path, sha256 } of listed) {
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      signal.throwIfAborted();
      hash.update(chunk as Buffer);
      task.advance((chunk as Buffer).length);
    }
    if (hash.digest("hex") !== sha256) refuse(path, "another SHA-256 than in the manifest");
  }
  task.end();
}

function refuse(path: string, difference: string): never {
  const problem = `is not what was downloaded (${difference})`;
  throw new PipelineError("raw-table-changed", path, problem);
}
