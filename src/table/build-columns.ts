/** Builds columns from arrays of plain values. */
import type { DictionaryColumn, ListColumn } from "./column.js";

/** A dictionary column, its dictionary in order of first appearance. */
export function buildTextColumn(name: string, values: readonly (string | null)[]): DictionaryColumn {
  const codeByText = new Map<string, number>();
  const codes = Int32Array.from(values, (text) => {
    if (text === null) return -1;
    const code = codeByText.get(text) ?? codeByText.size;
    codeByText.set(text, code);
    return code;
  });
  return { kind: "dictionary", name, codes, dictionary: [...codeByText.keys()] };
}

/** A list column; null is a missing cell, NaN a missing element. */
export function buildListColumn(name: string, lists: readonly (Float64Array | null)[]): ListColumn {
  const offsets = new Uint32Array(lists.length + 1);
  const isPresent = new Uint8Array(lists.length);
  for (const [row, list] of lists.entries()) {
    isPresent[row] = list === null ? 0 : 1;
    offsets[row + 1] = offsets[row] + (list?.length ?? 0);
  }
  const values = new Float64Array(offsets[lists.length]);
  for (const [row, list] of lists.entries()) if (list !== null) values.set(list, offsets[row]);
  return { kind: "list", name, offsets, values, isPresent };
}
