/** What a test of downloads needs: a hub, a folder, effects that record their output, and one file to fetch. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { PipelineError, type PipelineErrorCode } from "../../src/errors.js";
import { type DownloadedFile, downloadFile } from "../../src/pipeline/download-file.js";
import { buildHub, type Location, parseLocation } from "../../src/pipeline/hub.js";
import type { RetryPolicy } from "../../src/pipeline/retry-policy.js";
import { type FakeFile, FakeHub, SIGNATURE } from "./fake-hub.js";
import { type RecordingEffects, recordingEffects } from "./recording-effects.js";

export const TOKEN = "hf_a-token-that-nobody-may-see";
export const ADDRESS = "hf://datasets/org/repo/data/train.parquet";
export const PATH = "/datasets/org/repo/resolve/main/data/train.parquet";
export const CONTENT = contentOf(3_000_000, 7);
export const QUICK: Partial<RetryPolicy> = { retries: 3, minDelayMs: 1, maxDelayMs: 5, maxRetryAfterMs: 5 };

/** Bytes in which every place is recognised. */
export function contentOf(length: number, seed: number): Buffer {
  const content = Buffer.alloc(length);
  for (let at = 0; at < length; at++) content[at] = (at * seed + (at >> 8)) & 255;
  return content;
}

export class DownloadSetting {
  readonly effects: RecordingEffects = recordingEffects();
  readonly target: string;

  private constructor(
    readonly hub: FakeHub,
    readonly folder: string,
  ) {
    this.target = join(folder, "data", "train.parquet");
  }

  static async build(): Promise<DownloadSetting> {
    return new DownloadSetting(await FakeHub.start(), await mkdtemp(join(tmpdir(), "download-")));
  }

  async remove(): Promise<void> {
    await this.hub.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Puts the file on the hub. */
  put(content = CONTENT, storage: FakeFile["storage"] = "lfs", token?: string): void {
    this.hub.files.set(PATH, { content, storage, ...(token === undefined ? {} : { token }) });
  }

  locate(address = ADDRESS, token?: string): Location {
    return parseLocation(address, buildHub(this.hub.endpoint, token));
  }

  download(
    location = this.locate(),
    retryPolicy: Partial<RetryPolicy> = {},
    effects = this.effects,
  ): Promise<DownloadedFile> {
    return downloadFile(
      { location, target: this.target, retryPolicy: { ...QUICK, ...retryPolicy } },
      effects,
    );
  }

  /** What a promise fails with, in one line that holds no secret. */
  async failure(promise: Promise<unknown>): Promise<{ code: PipelineErrorCode; message: string }> {
    const error = await promise.then(
      () => new Error("nothing failed"),
      (reason: unknown) => reason,
    );
    if (!(error instanceof PipelineError)) throw error;
    expect(error.message).not.toContain("\n");
    expect([error.message, ...this.effects.notes].join("\n")).not.toMatch(
      new RegExp(`${TOKEN}|${SIGNATURE}`),
    );
    return { code: error.code, message: error.message };
  }

  /** The names of the files below the folder, in order. */
  async filesThere(): Promise<string[]> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();
  }

  async partSize(): Promise<number> {
    return (await readFile(`${this.target}.part`)).length;
  }
}

/** A setting for each test of a file; `use` is given it before the test. */
export function eachWithDownloads(use: (setting: DownloadSetting) => void): void {
  let setting: DownloadSetting;
  beforeEach(async () => {
    setting = await DownloadSetting.build();
    use(setting);
  });
  afterEach(() => setting.remove());
}
