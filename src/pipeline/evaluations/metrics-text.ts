/**
 * Parses the `metrics` text of the raw evaluations: a Python dict or a JSON object from metric names to numbers. The keys
 * differ between versions of the evaluation code, and Python prints values that JSON does not have.
 */
import { quote } from "../../errors.js";
import type { Finding } from "../report.js";
import { DROPPED_METRICS, TASK_METRICS } from "../suite.js";
import type { TextBuffer } from "./chunk-values.js";
import { DecimalScanner } from "./decimal-scanner.js";

/** The reason why a text is invalid, worded to follow "a metrics text". */
export class MetricsTextError extends Error {
  override readonly name = "MetricsTextError";
}

const NO_DICT = "that is neither a Python dict nor JSON";
/** The spellings of missing and non-finite values, all of which are read as missing. */
const NO_NUMBER = "\\s*(?:null|None|[-+]?(?:nan|NaN|inf|Inf|infinity|Infinity))\\s*";
const IS_NUMBER = /^\s*-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?\s*$/;
const IS_NO_NUMBER = new RegExp(`^${NO_NUMBER}$`);
const NO_NUMBERS = new RegExp(`:${NO_NUMBER}(?=[,}])`, "g");
/** The text before a number: an opening brace or a comma, a quoted ASCII name, a colon. */
const KEY = /^[{,]\s*(['"])((?:(?!['"\\])[ -~])*)\1\s*:\s*/;
const MAX_KEY_LENGTH = 200;
const DROPPED = -1;
const MAX_UNKNOWN = 1000;
/** The most keys that the parser remembers after the same key. */
const MAX_BRANCHES = 64;

/** A set of names that rows have, in the order of the first row. */
interface Shape {
  readonly names: readonly string[];
  rows: number;
}

/** A node in the prefix tree of the keys of all texts so far. */
interface KeyNode {
  /** The text between two numbers. */
  readonly bytes: Uint8Array;
  /** The same bytes in groups of four, without the remainder. */
  readonly words: Uint32Array;
  readonly slot: number;
  /** The names from the root to this node. */
  readonly names: readonly string[];
  readonly next: KeyNode[];
  /** The child that the last text had. */
  guess: KeyNode | undefined;
  shape: Shape | undefined;
}

/**
 * Parses texts one by one and collects their names. Most texts have the same keys in the same order, so the text between
 * numbers is compared with that of earlier texts instead of being parsed.
 */
export class MetricsReader {
  /** The numbers of the last text by the index of their metric, NaN for missing; may be longer than `metrics`. */
  values = new Float64Array(TASK_METRICS.length).fill(Number.NaN);
  /** The metrics that are kept: those of the suite, then unknown ones in order of appearance. */
  readonly metrics: string[] = [...TASK_METRICS];
  readonly #slots = new Map<string, number>();
  readonly #shapes = new Map<string, Shape>();
  readonly #root = buildNode("", DROPPED, []);
  readonly #scanner = new DecimalScanner();
  readonly #unknown: string[] = [];
  #rowsWithoutText = 0;

  /** `keepsUnknown`: whether metrics outside the suite are kept. */
  constructor(readonly keepsUnknown: boolean) {
    for (const [slot, name] of TASK_METRICS.entries()) this.#slots.set(name, slot);
    for (const name of DROPPED_METRICS) this.#slots.set(name, DROPPED);
  }

  /** Parses the text from `start` to `end` into `values`. Throws MetricsTextError. */
  read(buffer: TextBuffer, start: number, end: number): void {
    this.values.fill(Number.NaN);
    if (this.#parseByKeys(buffer, start, end)) return;
    const text = UTF8.decode(buffer.bytes.subarray(start, end));
    if (text.trim() === "") this.#rowsWithoutText++;
    else this.#parseAsJson(text);
  }

  survey(): MetricsSurvey {
    const seen = new Map<string, number>();
    for (const { names, rows } of this.#shapes.values()) {
      if (rows > 0) for (const name of names) seen.set(name, (seen.get(name) ?? 0) + rows);
    }
    return {
      shapeCount: [...this.#shapes.values()].filter(({ rows }) => rows > 0).length,
      rowsWithoutText: this.#rowsWithoutText,
      unknown: new Map(this.#unknown.toSorted().map((name) => [name, seen.get(name) ?? 0])),
      absent: TASK_METRICS.filter((name) => !seen.has(name)),
      dropped: DROPPED_METRICS.filter((name) => seen.has(name)),
    };
  }

  /** Parses a text of plain keys and numbers. Returns false for any other text, with some of its values in `values`. */
  #parseByKeys(buffer: TextBuffer, start: number, end: number): boolean {
    const { bytes, text } = buffer;
    const last = end - 1;
    let node = this.#root;
    let at = start;
    while (at < last) {
      let next = node.guess;
      if (next === undefined || !matches(next, buffer, at, end)) {
        next = this.#findNext(node, buffer, at, end);
        if (next === undefined) return false;
        node.guess = next;
      }
      at += next.bytes.length;
      let number: number | undefined = this.#scanner.scan(bytes, at, last);
      let stop = this.#scanner.end;
      if (Number.isNaN(number) || (stop !== last && bytes[stop] !== COMMA)) {
        stop = findComma(bytes, at, last);
        number = parseNumber(text.substring(at, stop));
        if (number === undefined) return false;
      }
      if (next.slot !== DROPPED) this.values[next.slot] = number;
      at = stop;
      node = next;
    }
    if (at !== last || node === this.#root || bytes[last] !== CLOSING_BRACE) return false;
    node.shape ??= this.#findShape(node.names);
    node.shape.rows++;
    return true;
  }

  #findNext(node: KeyNode, buffer: TextBuffer, at: number, end: number): KeyNode | undefined {
    const known = node.next.find((next) => matches(next, buffer, at, end));
    if (known !== undefined) return known;
    const match = KEY.exec(buffer.text.substring(at, Math.min(at + MAX_KEY_LENGTH, end)));
    if (match === null || node.next.length >= MAX_BRANCHES) return undefined;
    const [key, , name] = match;
    // Only the first key follows a brace.
    if (key.startsWith("{") !== (node === this.#root)) return undefined;
    const next = buildNode(key, this.#findSlot(name), [...node.names, name]);
    node.next.push(next);
    return next;
  }

  #parseAsJson(text: string): void {
    this.values.fill(Number.NaN);
    const entries = Object.entries(parseDict(text));
    for (const [name, value] of entries) {
      const slot = this.#findSlot(name);
      if (slot === DROPPED || value === null) continue;
      if (typeof value !== "number") throw new MetricsTextError(`in which ${quote(name)} is not a number`);
      if (!Number.isFinite(value)) {
        throw new MetricsTextError(`in which ${quote(name)} is beyond the largest double`);
      }
      this.values[slot] = value;
    }
    this.#findShape(entries.map(([name]) => name)).rows++;
  }

  #findSlot(name: string): number {
    const known = this.#slots.get(name);
    if (known !== undefined) return known;
    if (this.#unknown.push(name) > MAX_UNKNOWN) {
      throw new MetricsTextError(`with which more than ${MAX_UNKNOWN} metrics are unknown`);
    }
    const slot = this.keepsUnknown ? this.metrics.push(name) - 1 : DROPPED;
    this.#slots.set(name, slot);
    if (slot >= this.values.length) {
      const longer = new Float64Array(2 * this.values.length).fill(Number.NaN);
      longer.set(this.values);
      this.values = longer;
    }
    return slot;
  }

  #findShape(names: readonly string[]): Shape {
    const distinct = [...new Set(names)];
    const key = JSON.stringify(distinct.toSorted());
    const known = this.#shapes.get(key);
    if (known !== undefined) return known;
    const shape = { names: distinct, rows: 0 };
    this.#shapes.set(key, shape);
    return shape;
  }
}

/** A summary of all texts. */
export interface MetricsSurvey {
  /** How many different sets of names there are. */
  readonly shapeCount: number;
  /** Rows whose text is null or empty. */
  readonly rowsWithoutText: number;
  /** Names that are no metric of the suite, sorted, each with the number of rows. */
  readonly unknown: ReadonlyMap<string, number>;
  /** Metrics of the suite in no row. */
  readonly absent: readonly string[];
  /** Metrics of the texts that no table keeps. */
  readonly dropped: readonly string[];
}

/** The lines of the report. */
export function describeSurvey({ shapeCount, rowsWithoutText, absent, dropped }: MetricsSurvey): Finding[] {
  const findings = [
    { reason: "different sets of metrics", count: shapeCount, examples: [] },
    { reason: "no metrics text", count: rowsWithoutText, examples: [] },
    { reason: "metrics in no row", count: absent.length, examples: absent },
    { reason: "metrics that are in no table", count: dropped.length, examples: dropped },
  ];
  return findings.filter(({ count }) => count > 0);
}

function buildNode(text: string, slot: number, names: readonly string[]): KeyNode {
  const bytes = Buffer.from(text);
  const words = Uint32Array.from({ length: bytes.length >>> 2 }, (_, index) => bytes.readUInt32LE(4 * index));
  return { bytes, words, slot, names, next: [], guess: undefined, shape: undefined };
}

/** Whether the buffer has the bytes of the node at that offset. */
function matches({ bytes, words }: KeyNode, buffer: TextBuffer, at: number, end: number): boolean {
  if (at + bytes.length > end) return false;
  for (let index = 0; index < words.length; index++) {
    if (buffer.view.getUint32(at + 4 * index, true) !== words[index]) return false;
  }
  for (let index = 4 * words.length; index < bytes.length; index++) {
    if (buffer.bytes[at + index] !== bytes[index]) return false;
  }
  return true;
}

const [COMMA, CLOSING_BRACE] = [44, 125];

/** The offset of the next comma, or `limit`. */
function findComma(bytes: Uint8Array, start: number, limit: number): number {
  let at = start;
  while (at < limit && bytes[at] !== COMMA) at++;
  return at;
}

/** Parses a JSON number that a double can hold, or a spelling of missing as NaN. Returns undefined for any other text. */
function parseNumber(text: string): number | undefined {
  if (IS_NO_NUMBER.test(text)) return Number.NaN;
  const value = IS_NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

const UTF8 = new TextDecoder();

/** Parses a dict in Python or JSON. Single quotes are replaced only in a text without double quotes. */
function parseDict(text: string): Record<string, unknown> {
  const quoted = text.includes('"') ? text : text.replaceAll("'", '"');
  let parsed: unknown;
  try {
    parsed = JSON.parse(quoted.replace(NO_NUMBERS, ": null"));
  } catch {
    throw new MetricsTextError(NO_DICT);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new MetricsTextError(NO_DICT);
  }
  return parsed as Record<string, unknown>;
}
