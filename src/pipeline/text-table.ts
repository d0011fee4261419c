/** Tables of plain text for terminals and logs. */

export type Alignment = "left" | "right";

/** A table with a rule under its header; columns are as wide as their widest cell. Ends with a line break. */
export function renderColumns(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[] = [],
): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column].length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        alignments[column] === "right" ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
      )
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "-".repeat(width));
  return `${[head, rule, ...rows].map(line).join("\n")}\n`;
}
