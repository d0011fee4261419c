/** Random tables with every kind of column and every awkward cell, and random selections of them. */
import { type Cell, type Column, markIntegers } from "../../src/table/column.js";
import { type Selection, selectWide } from "../../src/table/selection.js";
import type { Table } from "../../src/table/table.js";
import { listColumn, mixedColumn, numberColumn, tableOf, textColumn, timestampColumn } from "./columns.js";
import type { SeededRandom } from "./seeded-random.js";

const NAMES = [
  "n",
  "a b",
  'a "quoted" name',
  "comma, name",
  "línea\r\nnueva",
  "名前",
  "__proto__",
  "x.y",
  "-",
  "null",
];
// None begins with a byte order mark, which apache-arrow takes off as it reads.
const TEXTS = [
  ...[
    "",
    " ",
    ",",
    '"',
    '""',
    '"a"',
    "a,b",
    "a\nb",
    "a\r\nb",
    "\r",
    "\n",
    "\t",
    "\\",
    "\u0000",
    "\u2028",
    "a\ufeff",
  ],
  ...[
    "null",
    "NaN",
    "0",
    "1e5",
    "[1]",
    "true",
    "é",
    "名前",
    "🙂",
    "a🙂b".repeat(20),
    "x".repeat(300),
    "'",
    ";",
    "</script>",
  ],
];
const NUMBERS = [
  ...[0, -0, 1, -1, 0.1, 1 / 3, 1e21, 1e-7, 2 ** 53, 2 ** 53 - 1, -(2 ** 53), 2 ** 60, 1.6862389862233906e20],
  ...[5e-324, Number.MAX_VALUE, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
];

/** Up to 40 rows, often none or one. */
export function drawTable(random: SeededRandom): Table {
  const rowCount = random.pick([0, 1, 2, 7, 8, 9, 40]);
  const names = random.shuffle(NAMES).slice(0, 1 + random.below(NAMES.length));
  return tableOf(...names.map((name) => markIntegers(drawColumn(random, name, rowCount))));
}

/** Any rows in any order, also twice, some of the columns, sorted or cut now and then. */
export function drawSelection(random: SeededRandom, table: Table): Selection {
  const names = table.columns.map(({ name }) => name);
  const sortable = table.columns.filter(({ kind }) => kind !== "list").map(({ name }) => name);
  const count = table.rowCount === 0 ? 0 : random.below(2 * table.rowCount);
  const rows = random.chance(0.5)
    ? table.allRows()
    : Uint32Array.from({ length: count }, () => random.below(table.rowCount));
  const start = random.below(table.columns.length);
  return selectWide(table, table.columns.slice(start, start + random.below(4)), rows, {
    fields: random.shuffle(names).slice(0, 1 + random.below(names.length)),
    sort:
      sortable.length > 0 && random.chance(0.3)
        ? [{ name: random.pick(sortable), isDescending: random.chance(0.5) }]
        : [],
    offset: random.chance(0.2) ? random.below(10) : 0,
    limit: random.chance(0.2) ? random.below(10) : null,
  });
}

function drawColumn(random: SeededRandom, name: string, rowCount: number): Column {
  const fill = <T>(draw: () => T) => Array.from({ length: rowCount }, draw);
  const missing = random.pick([0, 0, 0.2, 1]);
  const orMissing = <T, M>(draw: () => T, none: M) => (random.chance(missing) ? none : draw());
  const drawOne = drawNumbers(random);
  switch (random.below(6)) {
    case 0:
      return numberColumn(
        name,
        fill(() => orMissing(drawOne, Number.NaN)),
      );
    case 1:
      return textColumn(
        name,
        fill(() => orMissing(() => random.pick(TEXTS), null)),
      );
    case 2:
      return timestampColumn(
        name,
        // Whole milliseconds: apache-arrow reads no more.
        fill(() => orMissing(() => random.below(4e12) - 1e12, Number.NaN)),
      );
    case 3:
      return listColumn(
        name,
        fill(() => orMissing(() => Array.from({ length: random.pick([0, 0, 1, 3, 20]) }, drawOne), null)),
      );
    case 4:
      return mixedColumn(
        name,
        fill(() => orMissing(() => random.chance(0.5), null)),
      );
    default:
      return mixedColumn(
        name,
        fill(() => orMissing(() => drawCell(random, 2), null)),
      );
  }
}

/** Draws numbers of a column: any, or integers alone. */
function drawNumbers(random: SeededRandom): () => number {
  if (random.chance(0.7)) return () => drawNumber(random);
  const limit = random.pick([3, 300, 2 ** 33, 2 ** 53]);
  return () => random.below(limit) - random.pick([0, 1, limit - 1]);
}

function drawNumber(random: SeededRandom): number {
  const number = random.pick([() => random.pick(NUMBERS), () => random.next(), () => random.anyDouble()])();
  // The bits of a NaN are nobody's.
  return Number.isNaN(number) ? Number.NaN : number;
}

function drawCell(random: SeededRandom, depth: number): Cell {
  const draws: (() => Cell)[] = [
    () => random.pick(TEXTS),
    () => drawNumber(random),
    () => random.chance(0.5),
    () => null,
    () => random.below(2 ** 32) * 2 ** 33,
    () => Array.from({ length: depth === 0 ? 0 : random.below(4) }, () => drawCell(random, depth - 1)),
  ];
  return random.pick(draws)();
}
