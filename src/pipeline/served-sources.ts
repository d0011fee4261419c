/** Resolves the two served files of the settings: paths as they are, addresses as copies in the cache folder. */
import type { Config } from "../config.js";
import type { DatasetKind } from "../datasets/file-fault.js";
import type { DatasetPaths } from "../datasets/read.js";
import { StartupError } from "../errors.js";
import { fetchToCache } from "./cache.js";
import type { TransferEffects } from "./download-file.js";
import { buildHub, isRemote, type Location, parseLocation } from "./hub.js";

/** A path, or the location to download from. */
export type ServedSource = string | Location;
export type ServedSources = Readonly<Record<DatasetKind, ServedSource>>;
/** Describes what is wrong with a downloaded file, as the predicate of a sentence; null for a usable one. */
export type ServedCheck = (kind: DatasetKind, path: string) => Promise<string | null>;

const SETTING_NAMES: Readonly<Record<DatasetKind, string>> = {
  evaluations: "EVALUATIONS_PATH",
  comparisons: "COMPARISONS_PATH",
};

/** Uses no network. Throws PipelineError: bad-address, bad-endpoint, bad-token. */
export function parseServedSources({ sources, hub }: Pick<Config, "sources" | "hub">): ServedSources {
  const servedHub = buildHub(hub.endpoint, hub.token);
  const parse = (source: string, setting: string) =>
    isRemote(source) ? parseLocation(source, servedHub, setting) : source;
  return {
    evaluations: parse(sources.evaluations, SETTING_NAMES.evaluations),
    comparisons: parse(sources.comparisons, SETTING_NAMES.comparisons),
  };
}

/**
 * The paths of both files, after downloading the remote ones. A new copy replaces an earlier one only if
 * it passes `check`. `onDownload` receives the name of a file before the request. Throws like `fetchToCache`.
 */
export async function fetchServedSources(
  { evaluations, comparisons }: ServedSources,
  cacheFolder: string,
  effects: TransferEffects,
  check: ServedCheck,
  onDownload: (fileName: string) => void = () => {},
): Promise<DatasetPaths> {
  const bring = async (kind: DatasetKind, source: ServedSource) => {
    if (typeof source === "string") return source;
    onDownload(source.fileName);
    return await fetchToCache(source, cacheFolder, effects, { check: (path) => check(kind, path) });
  };
  return {
    evaluations: await bring("evaluations", evaluations),
    comparisons: await bring("comparisons", comparisons),
  };
}

/** Does `work` on both files, and puts the name of the setting before the path in the StartupError of a file. */
export async function nameSettings<T>(paths: DatasetPaths, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    const { code, subject, problem } = error;
    const kinds = (["evaluations", "comparisons"] as const).filter((kind) => paths[kind] === subject);
    if (kinds.length === 0) throw error;
    const names = kinds.map((kind) => SETTING_NAMES[kind]).join(" and ");
    throw new StartupError(code, `${names} ${subject}`, problem);
  }
}
