/** Parsed JSON, with numbers as doubles. */
import { printable, quote } from "../../errors.js";
import type { Cell, Column } from "../../table/column.js";
import { buildColumnOfValues } from "../pickle/columns.js";
import type { Value } from "../pickle/values.js";
import type { ValueBudget } from "./bounds.js";
import type { ParsedValues, StoredValues, ValueFault } from "./stored-values.js";
import { TextValues } from "./text-values.js";

const MAX_DEPTH = 32;
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The kind of the column follows from its values. */
export class JsonValues implements StoredValues<Int32Array> {
  readonly missing = -1;
  readonly kindOfNulls = "mixed";
  readonly #budget: ValueBudget;
  readonly #texts: TextValues;
  /** By the code of the text. */
  readonly #values: Value[] = [];
  readonly #faultByCode = new Map<number, ValueFault>();

  constructor(budget: ValueBudget) {
    this.#budget = budget;
    this.#texts = new TextValues(budget);
  }

  allocate(count: number): Int32Array {
    return this.#texts.allocate(count);
  }

  parse(plain: Buffer, count: number): ParsedValues<Int32Array> {
    const { numbers, faults } = this.#texts.parse(plain, count);
    let flags = faults?.flags;
    for (let index = 0; index < count; index++) {
      if (flags?.[index] === 1) continue;
      if (numbers[index] === this.#values.length) this.#addValue(this.#texts.toCell(numbers[index]));
      if (!this.#faultByCode.has(numbers[index])) continue;
      flags ??= new Uint8Array(count);
      flags[index] = 1;
    }
    if (flags === undefined) return { numbers, faults };
    const describe = (index: number) =>
      this.#faultByCode.get(numbers[index]) ?? (faults?.describe(index) as ValueFault);
    return { numbers, faults: { flags, describe } };
  }

  toCell(code: number): Cell {
    return this.#values[code] as Cell;
  }

  build(name: string, rows: Int32Array): Column {
    const values = Array.from(rows, (code) => (code < 0 ? null : this.#values[code]));
    return buildColumnOfValues(name, values);
  }

  #addValue(text: string): void {
    // A list has at most one element for each character or two.
    this.#budget.spend(text.length);
    const value = parseJson(text);
    const fault = value === undefined ? badValue("text that is not JSON", text) : findFault(value, text);
    if (fault !== undefined) this.#faultByCode.set(this.#values.length, fault);
    this.#values.push(value as Value);
  }
}

/** Returns undefined for invalid JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Finds the reason why no column can hold a value. */
function findFault(value: unknown, text: string, depth = 0): ValueFault | undefined {
  if (typeof value === "number") return Math.abs(value) < 2 ** 53 ? undefined : findInexact(text);
  if (typeof value !== "object" || value === null) return undefined;
  if (!Array.isArray(value)) return badValue("a JSON object, where only plain values and lists fit", text);
  if (depth === MAX_DEPTH) return badValue(`lists nested more than ${MAX_DEPTH} deep`, text);
  for (const element of value) {
    const fault = findFault(element, text, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Finds the first number of a text that is too large for a double, or an integer that a double cannot hold. */
function findInexact(text: string): ValueFault | undefined {
  for (const [token] of text.matchAll(TEXT_OR_NUMBER)) {
    if (token.startsWith('"')) continue;
    const number = Number(token);
    const isExact = !/^-?\d+$/.test(token) || (Number.isFinite(number) && BigInt(token) === BigInt(number));
    if (isExact && Number.isFinite(number)) continue;
    return {
      code: "inexact-value",
      problem: `holds ${printable(token)}, which a double cannot represent exactly`,
    };
  }
  return undefined;
}

function badValue(what: string, text: string): ValueFault {
  return { code: "bad-value", problem: `holds ${what}: ${quote(text)}` };
}
