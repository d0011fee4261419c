/** What the measured figures must reach; `npm run bench -- --check` ends with an error where one does not. */

/** `figure` names one of the run's figures; `least` and `most` are in `unit`. */
export const TARGETS = [
  { figure: "one recipe, repeated", least: 0.85, unit: "of the constant route" },
  { figure: "one recipe, varied", least: 0.35, unit: "of the constant route" },
  { figure: "all recipes, repeated", least: 0.85, unit: "of the constant route" },
  { figure: "all recipes, varied", least: 0.4, unit: "of the constant route" },
  { figure: "br, repeated", least: 0.85, unit: "of the constant route" },
  { figure: "gzip, repeated", least: 0.85, unit: "of the constant route" },
  { figure: "304", least: 0.9, unit: "of the constant route" },
  { figure: "whole table as json", least: 150, unit: "MB/s" },
  { figure: "whole table as csv", least: 100, unit: "MB/s" },
  { figure: "whole table as ndjson", least: 150, unit: "MB/s" },
  { figure: "whole table as arrow", least: 300, unit: "MB/s" },
  { figure: "resident rise, whole table", most: 64, unit: "MB" },
  { figure: "first answer", most: 15, unit: "ms of server time" },
  { figure: "start-up, prepared", most: 1.5, unit: "s" },
  { figure: "start-up, raw files", most: 6, unit: "s" },
  { figure: "resident after start", most: 150, unit: "MB" },
  { figure: "resident after varied queries", most: 300, unit: "MB" },
  { figure: "resident growth from there", most: 10, unit: "MB" },
];

/** Targets of `npm run bench:peers`, on the repeated chart query. */
export const PEER_TARGETS = [
  { figure: "FastAPI and pandas", least: 1000, unit: "x" },
  { figure: "the best other peer", least: 50, unit: "x" },
];

/** Holds figures against targets; a figure that is null or not there could not be measured on this machine. */
export function judge(targets, figures) {
  return targets.map((target) => {
    const value = figures[target.figure] ?? null;
    const isMet =
      value === null
        ? null
        : value >= (target.least ?? Number.NEGATIVE_INFINITY) &&
          value <= (target.most ?? Number.POSITIVE_INFINITY);
    return { ...target, value, isMet };
  });
}
