/** Every format of a selection, read back by another reader of that format and compared with the selection's records. */
import { expect } from "vitest";
import { FORMATS } from "../../src/formats/registry.js";
import type { Selection } from "../../src/table/selection.js";
import { DECODERS, type Decoded, expectDecoded } from "../support/decoding.js";
import { encodeBytes } from "../support/encoding.js";
import { drawSelection, drawTable } from "../support/random-tables.js";
import { SeededRandom } from "../support/seeded-random.js";

/** Compares every format of a selection with its records; returns the number of cells. */
export async function compareFormats(selection: Selection, label: string): Promise<number> {
  for (const format of FORMATS) {
    const decoded = await DECODERS[format.name](encodeBytes(format, selection));
    expectSameCells(decoded, expectDecoded(format.name, selection), `${format.name} of ${label}`);
  }
  return selection.rowCount * selection.fields.length;
}

/** As toEqual, and quick over many cells that agree. */
function expectSameCells(actual: Decoded, expected: Decoded, label: string) {
  expect(actual.fields, label).toEqual(expected.fields);
  expect(actual.rows.length, label).toBe(expected.rows.length);
  for (const [row, cells] of expected.rows.entries()) {
    const isSame = cells.every((cell, index) => Object.is(cell, actual.rows[row][index]));
    if (!isSame) expect(actual.rows[row], `row ${row} of ${label}`).toEqual(cells);
  }
}

/** Asserts that all formats hold the same cells of `rounds` random selections, each of a random table. */
export async function checkRandomTables(seed: number, rounds: number): Promise<void> {
  const random = new SeededRandom(seed);
  let cells = 0;
  for (let round = 0; round < rounds; round++) {
    const table = drawTable(random);
    cells += await compareFormats(drawSelection(random, table), `round ${round} of seed ${seed}`);
  }
  expect(cells).toBeGreaterThan(rounds * 4);
}
