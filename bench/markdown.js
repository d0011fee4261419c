/** Markdown tables, and numbers with their units, for the reports. */

const MEGABYTE = 1e6;
const NOT_MEASURED = "not measured";
/** Up to this load average, the machine counts as quiet. */
const MAX_QUIET_LOAD = 0.5;

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function megabytes(bytes) {
  return bytes === null ? NOT_MEASURED : `${(bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0)} MB`;
}

export function microseconds(us) {
  return us === null ? NOT_MEASURED : `${us.toFixed(us < 100 ? 1 : 0)} µs`;
}

export function percent(share) {
  return `${(share * 100).toFixed(0)} %`;
}

export function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

export function milliseconds(ms) {
  return `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
}

export function perSecond(count) {
  return count.toFixed(count < 100 ? 1 : 0);
}

export function machineTable(
  { date, processor, cores, memoryBytes, system, node, commit, hasChanges, loadBefore },
  extraRows = [],
) {
  return table(
    ["machine", ""],
    [
      ["date", date],
      ["commit", hasChanges ? `${commit} with uncommitted changes` : commit],
      ["Node.js", node],
      ["processor", `${processor}, ${cores} cores`],
      ["memory", `${(memoryBytes / 1e9).toFixed(1)} GB`],
      ["system", system],
      ["load average before the run", describeLoad(loadBefore)],
      ...extraRows,
    ],
  );
}

export function targetTable(targets) {
  const results = new Map([
    [true, "met"],
    [false, "**missed**"],
    [null, NOT_MEASURED],
  ]);
  return table(
    ["", "target", "measured", ""],
    targets.map(({ name, min, max, unit, value, isMet }) => [
      name,
      `${min === undefined ? `at most ${max}` : `at least ${min}`} ${unit}`,
      value === null ? "" : formatValue(value),
      results.get(isMet),
    ]),
  );
}

function formatValue(value) {
  return value.toFixed(Math.abs(value) < 10 ? 2 : 0);
}

function describeLoad(load) {
  const text = load.toFixed(2);
  return load <= MAX_QUIET_LOAD
    ? text
    : `${text}: **other processes were running, so these results are noisy and too low**`;
}
