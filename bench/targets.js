/** The targets of the measurements; with `--check`, a run that misses one exits with 1. */

const OF_CONSTANT = "of the constant route";
const OF_STREAM = "of the constant stream";
const OF_DUCKDB = "of DuckDB's time";

/** `name` is that of a measurement; `min` and `max` are in `unit`. */
export const TARGETS = [
  { name: "one recipe, repeated", min: 0.75, unit: OF_CONSTANT },
  { name: "one recipe, varied", min: 0.28, unit: OF_CONSTANT },
  { name: "all recipes, repeated", min: 0.9, unit: OF_CONSTANT },
  { name: "all recipes, varied", min: 0.45, unit: OF_CONSTANT },
  { name: "br, repeated", min: 0.9, unit: OF_CONSTANT },
  { name: "gzip, repeated", min: 0.9, unit: OF_CONSTANT },
  { name: "304", min: 0.45, unit: OF_CONSTANT },
  { name: "whole table as json", min: 0.2, unit: OF_STREAM },
  { name: "whole table as csv", min: 0.15, unit: OF_STREAM },
  { name: "whole table as ndjson", min: 0.2, unit: OF_STREAM },
  { name: "whole table as arrow", min: 0.3, unit: OF_STREAM },
  { name: "resident rise, whole table", max: 64, unit: "MB" },
  { name: "first response", max: 15, unit: "ms of server time" },
  { name: "start-up, prepared", max: 1.5, unit: OF_DUCKDB },
  { name: "start-up, raw files", max: 5, unit: OF_DUCKDB },
  { name: "resident after start", max: 150, unit: "MB" },
  { name: "resident after varied queries", max: 300, unit: "MB" },
  { name: "resident growth from there", max: 10, unit: "MB" },
];

/** The target of `npm run bench:peers`, for each of its queries. */
export const PEER_TARGET = { min: 0.75, unit: "of the constant Buffer" };

/** Compares measurements with targets; one that is null or absent could not be taken on this machine. */
export function compareWithTargets(targets, measurements) {
  return targets.map((target) => {
    const value = measurements[target.name] ?? null;
    const isMet =
      value === null
        ? null
        : value >= (target.min ?? Number.NEGATIVE_INFINITY) &&
          value <= (target.max ?? Number.POSITIVE_INFINITY);
    return { ...target, value, isMet };
  });
}
