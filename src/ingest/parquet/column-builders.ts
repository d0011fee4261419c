/** Collects the decoded pages of one column into a column of the table. */
import { StartupError } from "../../errors.js";
import type {
  Column,
  DictionaryColumn,
  ListColumn,
  NumberColumn,
  TimestampColumn,
} from "../../table/column.js";
import { buildColumnOfValues } from "../pickle/columns.js";
import type { Value } from "../pickle/values.js";
import type { StoredColumn } from "./stored-columns.js";

/** One page: levels of every entry, and a value per entry that is not null. */
export interface DecodedPage {
  /** 0 where a row begins. */
  readonly rlevels: readonly number[];
  readonly dlevels: readonly number[];
  readonly values: readonly unknown[];
}

/** The definition levels of a column's parts; a flat column has the last only. */
export interface Levels {
  /** From here on the cell is there, be it an empty list. */
  readonly present: number;
  /** From here on there is an element. */
  readonly element: number;
  /** Only here is there a value. */
  readonly value: number;
}

export interface ColumnBuilder {
  append(page: DecodedPage): void;
  build(): Column;
}

/** A builder for a column as stored; `subject` names the file in errors, which are StartupError bad-value. */
export function createBuilder(
  { name, kind, unitsPerMs }: StoredColumn,
  rowCount: number,
  levels: Levels,
  annotation: string | undefined,
  subject: string,
): ColumnBuilder {
  const numbers = new NumberReader(name, annotation, subject);
  switch (kind) {
    case "text":
      return new TextBuilder(name, rowCount, levels);
    case "timestamp":
      return new TimestampBuilder(name, rowCount, levels, unitsPerMs, subject);
    case "list":
      return new ListBuilder(name, rowCount, levels, numbers);
    case "boolean":
    case "json":
      return new MixedBuilder(name, levels, kind === "json", subject);
    default:
      return new NumberBuilder(name, rowCount, levels, numbers);
  }
}

/** Collects text as codes into a dictionary in order of first appearance. */
class TextBuilder implements ColumnBuilder {
  readonly #codes: Int32Array;
  readonly #codeByText = new Map<string, number>();
  /** A dictionary page yields the same Buffer object for the same text: most rows cost one identity look-up. */
  readonly #codeByBuffer = new WeakMap<object, number>();
  #length = 0;

  constructor(
    readonly name: string,
    rowCount: number,
    readonly levels: Levels,
  ) {
    this.#codes = new Int32Array(rowCount);
  }

  append({ dlevels, values }: DecodedPage): void {
    const valueLevel = this.levels.value;
    let next = 0;
    for (let row = 0; row < dlevels.length; row++) {
      if (dlevels[row] !== valueLevel) {
        this.#codes[this.#length++] = -1;
        continue;
      }
      const value = values[next++];
      let code = this.#codeByBuffer.get(value as Buffer);
      if (code === undefined) {
        code = this.#codeOf(value);
        this.#codeByBuffer.set(value as Buffer, code);
      }
      this.#codes[this.#length++] = code;
    }
  }

  build(): DictionaryColumn {
    return {
      kind: "dictionary",
      name: this.name,
      codes: this.#codes,
      dictionary: [...this.#codeByText.keys()],
    };
  }

  #codeOf(value: unknown): number {
    const text = (value as Buffer).toString("utf8");
    const known = this.#codeByText.get(text);
    if (known !== undefined) return known;
    this.#codeByText.set(text, this.#codeByText.size);
    return this.#codeByText.size - 1;
  }
}

/** Makes doubles of numbers of any width. */
class NumberReader {
  constructor(
    readonly name: string,
    readonly annotation: string | undefined,
    readonly subject: string,
  ) {}

  read(value: unknown, row: number): number {
    const number = typeof value === "number" ? value : this.#fromInteger(value, row);
    // The decoder reads unsigned 32-bit integers as signed.
    return this.annotation === "UINT_32" ? number >>> 0 : number;
  }

  #fromInteger(value: unknown, row: number): number {
    const integer = BigInt(value as bigint);
    const exact = this.annotation === "UINT_64" ? BigInt.asUintN(64, integer) : integer;
    const number = Number(exact);
    if (!Number.isSafeInteger(number)) {
      throw badValue(this.subject, this.name, row, `${exact}, which a double cannot carry exactly`);
    }
    return number;
  }
}

/** Collects numbers as doubles; null becomes NaN. */
class NumberBuilder implements ColumnBuilder {
  readonly #values: Float64Array;
  #length = 0;

  constructor(
    readonly name: string,
    rowCount: number,
    readonly levels: Levels,
    readonly numbers: NumberReader,
  ) {
    this.#values = new Float64Array(rowCount);
  }

  append({ dlevels, values }: DecodedPage): void {
    const valueLevel = this.levels.value;
    let next = 0;
    for (let row = 0; row < dlevels.length; row++) {
      const isPresent = dlevels[row] === valueLevel;
      this.#values[this.#length] = isPresent ? this.numbers.read(values[next++], this.#length) : Number.NaN;
      this.#length++;
    }
  }

  build(): NumberColumn {
    return { kind: "number", name: this.name, values: this.#values };
  }
}

const MAX_CALENDAR_MS = 8.64e15;

/** Collects moments as milliseconds; null becomes NaN. What is finer than a microsecond is cut off. */
class TimestampBuilder implements ColumnBuilder {
  readonly #values: Float64Array;
  #length = 0;

  constructor(
    readonly name: string,
    rowCount: number,
    readonly levels: Levels,
    readonly unitsPerMs: number,
    readonly subject: string,
  ) {
    this.#values = new Float64Array(rowCount);
  }

  append({ dlevels, values }: DecodedPage): void {
    const valueLevel = this.levels.value;
    let next = 0;
    for (let row = 0; row < dlevels.length; row++) {
      this.#values[this.#length] = dlevels[row] === valueLevel ? this.#toMs(values[next++]) : Number.NaN;
      this.#length++;
    }
  }

  build(): TimestampColumn {
    return { kind: "timestamp", name: this.name, values: this.#values };
  }

  #toMs(value: unknown): number {
    const units = BigInt(value as bigint);
    const epochMs = this.unitsPerMs === 1e6 ? Number(units / 1000n) / 1000 : Number(units) / this.unitsPerMs;
    if (Math.abs(epochMs) > MAX_CALENDAR_MS) {
      throw badValue(this.subject, this.name, this.#length, "a moment outside the calendar");
    }
    return epochMs;
  }
}

/** Collects lists of numbers; a row may go on in the next page. */
class ListBuilder implements ColumnBuilder {
  readonly #offsets: Uint32Array;
  readonly #isPresent: Uint8Array;
  readonly #values: number[] = [];
  #rows = 0;

  constructor(
    readonly name: string,
    rowCount: number,
    readonly levels: Levels,
    readonly numbers: NumberReader,
  ) {
    this.#offsets = new Uint32Array(rowCount + 1);
    this.#isPresent = new Uint8Array(rowCount);
  }

  append({ rlevels, dlevels, values }: DecodedPage): void {
    const { present, element, value } = this.levels;
    let next = 0;
    for (let entry = 0; entry < dlevels.length; entry++) {
      const level = dlevels[entry];
      if (rlevels[entry] === 0) this.#isPresent[this.#rows++] = level >= present ? 1 : 0;
      if (level < element) continue;
      this.#values.push(level === value ? this.numbers.read(values[next++], this.#rows - 1) : Number.NaN);
      this.#offsets[this.#rows] = this.#values.length;
    }
  }

  build(): ListColumn {
    // A row without an element has left its end unset; no end before it is greater.
    for (let row = 1; row < this.#offsets.length; row++) {
      if (this.#offsets[row] === 0) this.#offsets[row] = this.#offsets[row - 1];
    }
    return {
      kind: "list",
      name: this.name,
      offsets: this.#offsets,
      values: Float64Array.from(this.#values),
      isPresent: this.#isPresent,
    };
  }
}

/** Collects booleans, or what texts say in JSON (numbers as doubles); the kind of the column follows from what it holds. */
class MixedBuilder implements ColumnBuilder {
  readonly #values: Value[] = [];

  constructor(
    readonly name: string,
    readonly levels: Levels,
    readonly isJson: boolean,
    readonly subject: string,
  ) {}

  append({ dlevels, values }: DecodedPage): void {
    let next = 0;
    for (const level of dlevels) {
      if (level !== this.levels.value) this.#values.push(null);
      else
        this.#values.push(this.isJson ? this.#parse(values[next++] as Buffer) : this.#check(values[next++]));
    }
  }

  build(): Column {
    return buildColumnOfValues(this.name, this.#values);
  }

  /** The decoder makes zeros of booleans that are run-length encoded, as in version 2 of data pages. */
  #check(value: unknown): boolean {
    if (typeof value === "boolean") return value;
    const problem = `column "${this.name}" has booleans in an encoding that cannot be read`;
    throw new StartupError("unsupported-parquet", this.subject, problem);
  }

  #parse(text: Buffer): Value {
    let value: unknown;
    try {
      value = JSON.parse(text.toString("utf8"));
    } catch {
      throw badValue(this.subject, this.name, this.#values.length, "text that is not JSON");
    }
    if (!isCell(value)) {
      throw badValue(
        this.subject,
        this.name,
        this.#values.length,
        "a JSON object, where only plain values and lists fit",
      );
    }
    return value;
  }
}

function isCell(value: unknown): value is Value {
  return Array.isArray(value) ? value.every(isCell) : value === null || typeof value !== "object";
}

function badValue(subject: string, name: string, row: number, what: string): StartupError {
  return new StartupError("bad-value", subject, `row ${row}, column "${name}" holds ${what}`);
}
