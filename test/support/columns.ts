/** Columns and tables out of plain JavaScript values. */
import type {
  Cell,
  Column,
  DictionaryColumn,
  ListColumn,
  MixedColumn,
  NumberColumn,
  TimestampColumn,
} from "../../src/table/column.js";
import { Table } from "../../src/table/table.js";

export function numberColumn(name: string, values: readonly number[]): NumberColumn {
  return { kind: "number", name, values: Float64Array.from(values) };
}

export function timestampColumn(name: string, values: readonly number[]): TimestampColumn {
  return { kind: "timestamp", name, values: Float64Array.from(values) };
}

/** The dictionary is in order of first appearance. */
export function textColumn(name: string, texts: readonly (string | null)[]): DictionaryColumn {
  const dictionary = [...new Set(texts.filter((text) => text !== null))];
  const codeByText = new Map(dictionary.map((text, code) => [text, code]));
  const codes = Int32Array.from(texts, (text) => (text === null ? -1 : (codeByText.get(text) ?? -1)));
  return { kind: "dictionary", name, codes, dictionary };
}

export function listColumn(name: string, lists: readonly (readonly number[] | null)[]): ListColumn {
  const offsets = new Uint32Array(lists.length + 1);
  for (const [row, list] of lists.entries()) offsets[row + 1] = offsets[row] + (list?.length ?? 0);
  return {
    kind: "list",
    name,
    offsets,
    values: Float64Array.from(lists.flatMap((list) => list ?? [])),
    isPresent: Uint8Array.from(lists, (list) => (list === null ? 0 : 1)),
  };
}

export function mixedColumn(name: string, values: readonly Cell[]): MixedColumn {
  return { kind: "mixed", name, values };
}

export function tableOf(...columns: Column[]): Table {
  const [first] = columns;
  if (first === undefined) return new Table([], 0);
  const rowCount =
    first.kind === "dictionary"
      ? first.codes.length
      : first.kind === "list"
        ? first.isPresent.length
        : first.values.length;
  return new Table(columns, rowCount);
}
