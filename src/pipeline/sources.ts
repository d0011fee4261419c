/** The files of the public DataDecide results that the pipeline uses. */
import type { HubFile } from "./hub.js";

/** Splits of the evaluation results that are fetched on demand only. */
export const EXTRA_SPLITS = ["macro_avg", "scaling_law_fit"] as const;
export type ExtraSplit = (typeof EXTRA_SPLITS)[number];

interface Repository {
  readonly repository: string;
  /** The commit that the pipeline was written for. */
  readonly pinned: string;
}

export const PERPLEXITIES: Repository = {
  repository: "allenai/DataDecide-ppl-results",
  pinned: "c4a9fa360a0c8351e71f3ede04dd165995fab68c",
};

export const EVALUATIONS: Repository = {
  repository: "allenai/DataDecide-eval-results",
  pinned: "9919b5a0e61e57a85021263918fa82d6ceaee038",
};

const TRAIN_SHARDS = 4;

/** A revision for each repository, by default the pinned commit. */
export interface Revisions {
  readonly perplexities?: string | undefined;
  readonly evaluations?: string | undefined;
}

/** Whether a revision is a commit, full or abbreviated, which no other repository has. */
export function isCommit(revision: string): boolean {
  return /^[0-9a-f]{7,40}$/i.test(revision.trim());
}

/** The files to download, in order. */
export function listSources(extraSplits: readonly ExtraSplit[] = [], revisions: Revisions = {}): HubFile[] {
  const name = (split: string, shard: number, shards: number) =>
    `data/${split}-${String(shard).padStart(5, "0")}-of-${String(shards).padStart(5, "0")}.parquet`;
  const file = ({ repository, pinned }: Repository, path: string): HubFile => {
    const revision = repository === PERPLEXITIES.repository ? revisions.perplexities : revisions.evaluations;
    return { repository, revision: revision?.trim() || pinned, path };
  };
  return [
    file(PERPLEXITIES, name("train", 0, 1)),
    ...Array.from({ length: TRAIN_SHARDS }, (_, shard) =>
      file(EVALUATIONS, name("train", shard, TRAIN_SHARDS)),
    ),
    ...extraSplits.map((split) => file(EVALUATIONS, name(split, 0, 1))),
  ];
}

/** The path of a source below the folder of downloads. */
export function getRelativePath({ repository, path }: HubFile): string {
  return `${repository.slice(repository.indexOf("/") + 1)}/${path}`;
}
