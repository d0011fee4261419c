/** Pieces of Markdown that both reports are made of. */

const MEGABYTE = 1e6;

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function megabytes(bytes) {
  return bytes === null ? "not told here" : `${(bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0)} MB`;
}

export function milliseconds(ms) {
  return `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
}

export function perSecond(count) {
  return count.toFixed(count < 100 ? 1 : 0);
}

export function machineTable(
  { date, processor, cores, memoryBytes, system, node, commit, hasChanges, loadBefore },
  more = [],
) {
  return table(
    ["taken on", ""],
    [
      ["date", date],
      ["commit", hasChanges ? `${commit} with uncommitted changes` : commit],
      ["Node.js", node],
      ["processor", `${processor}, ${cores} cores`],
      ["memory", `${(memoryBytes / 1e9).toFixed(1)} GB`],
      ["system", system],
      ["load average before the run", describeLoad(loadBefore)],
      ...more,
    ],
  );
}

export function targetTable(targets) {
  const state = new Map([
    [true, "met"],
    [false, "**missed**"],
    [null, "not measured"],
  ]);
  return table(
    ["", "target", "measured", ""],
    targets.map(({ figure, least, most, unit, value, isMet }) => [
      figure,
      `${least === undefined ? `at most ${most}` : `at least ${least}`} ${unit}`,
      value === null ? "" : formatFigure(value),
      state.get(isMet),
    ]),
  );
}

function formatFigure(value) {
  return value.toFixed(Math.abs(value) < 10 ? 2 : 0);
}

function describeLoad(load) {
  const text = load.toFixed(2);
  return load < 0.5
    ? text
    : `${text}: **other processes were running, so these figures are noisy and on the low side**`;
}
