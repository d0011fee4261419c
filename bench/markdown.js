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
  return table(
    ["", "target", "measured", ""],
    targets.map((target) => [
      target.name,
      `${target.min === undefined ? `at most ${target.max}` : `at least ${target.min}`} ${target.unit}`,
      target.value === null ? "" : formatValue(target.value),
      describeResult(target),
    ]),
  );
}

function describeResult({ min, max, value, isMet }) {
  if (isMet === null) return NOT_MEASURED;
  if (isMet) return "met";
  const limit = min ?? max;
  return `**missed** by ${percent(Math.abs(value - limit) / limit)}`;
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
