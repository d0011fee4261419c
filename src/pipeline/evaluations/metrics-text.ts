/**
 * The `metrics` text of the raw evaluations: a Python dict or a JSON object from metric names to numbers. Rows of
 * different ages have different keys, and Python prints values that JSON does not have.
 */
import type { Finding } from "../report.js";
import { DROPPED_METRICS, TASK_METRICS } from "../suite.js";
import type { TextPiece } from "./chunk-values.js";
import { quoteShort } from "./names.js";

/** Why a text cannot be used, worded to follow "a metrics text". */
export class MetricsTextError extends Error {
  override readonly name = "MetricsTextError";
}

const NO_DICT = "that is neither a Python dict nor JSON";
/** How Python and JSON write what is no number: it counts as missing. */
const NO_NUMBER = "\\s*(?:null|None|[-+]?(?:nan|NaN|inf|Inf|infinity|Infinity))\\s*";
const IS_NO_NUMBER = new RegExp(`^${NO_NUMBER}$`);
const NO_NUMBERS = new RegExp(`:${NO_NUMBER}(?=[,}])`, "g");
/** What stands before a number: the opening brace or a comma, the name in quotes, the colon. */
const KEY = /^[{,]\s*(?:'([ -~]*?)'|"([ -~]*?)")\s*:\s*/;
const MAX_KEY_LENGTH = 200;
const DROPPED = -1;
/** Beyond these the names are no names of metrics. */
const MAX_UNKNOWN = 1000;
/** Beyond these a place in the texts is not worth remembering. */
const MAX_BRANCHES = 64;

/** A set of names that rows have, in the order of the first of them. */
interface Shape {
  readonly names: readonly string[];
  rows: number;
}

/** A place in the texts seen so far: the bytes that led here, and where texts went on. */
interface KeyNode {
  /** All that stands between two numbers. */
  readonly bytes: Uint8Array;
  /** The same four by four, and the rest. */
  readonly words: Uint32Array;
  readonly slot: number;
  /** The names up to here. */
  readonly names: readonly string[];
  readonly next: KeyNode[];
  /** The one of `next` that the last text took. */
  guess: KeyNode | undefined;
  shape: Shape | undefined;
}

/**
 * Reads texts one by one, and remembers the names that they had. Texts are alike: what stands between the numbers is
 * compared with texts seen before and not read again.
 */
export class MetricsReader {
  /** The numbers of the last text by the index of their metric, NaN where it has none; longer than `metrics`. */
  values = new Float64Array(TASK_METRICS.length).fill(Number.NaN);
  /** The metrics that are kept: those of the suite, then unknown ones in the order in which they appeared. */
  readonly metrics: string[] = [...TASK_METRICS];
  readonly #slots = new Map<string, number>();
  readonly #shapes = new Map<string, Shape>();
  readonly #root = buildNode("", DROPPED, []);
  readonly #unknown: string[] = [];
  #rowsWithoutText = 0;

  /** `keepsUnknown`: whether metrics that the suite does not have are kept too. */
  constructor(readonly keepsUnknown: boolean) {
    for (const [slot, name] of TASK_METRICS.entries()) this.#slots.set(name, slot);
    for (const name of DROPPED_METRICS) this.#slots.set(name, DROPPED);
  }

  /** Reads one text, a part of the piece, into `values`. Throws MetricsTextError. */
  read(piece: TextPiece, start: number, end: number): void {
    this.values.fill(Number.NaN);
    if (this.#readLikeBefore(piece, start, end)) return;
    const text = UTF8.decode(piece.bytes.subarray(start, end));
    if (text.trim() === "") this.#rowsWithoutText++;
    else this.#readAsJson(text);
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

  /** Whether the text could be read by its keys alone; if not, `values` may hold a part of it. */
  #readLikeBefore(piece: TextPiece, start: number, end: number): boolean {
    const { bytes, text } = piece;
    const last = end - 1;
    let node = this.#root;
    let at = start;
    while (at < last) {
      let next = node.guess;
      if (next === undefined || !matches(next, piece, at, end)) {
        next = this.#findNext(node, piece, at, end);
        if (next === undefined) return false;
        node.guess = next;
      }
      at += next.bytes.length;
      let stop = at;
      while (stop < last && bytes[stop] !== COMMA) stop++;
      if (next.slot !== DROPPED || !isPlain(bytes, at, stop)) {
        const number = parseNumber(text, bytes, at, stop);
        if (number === undefined) return false;
        if (next.slot !== DROPPED) this.values[next.slot] = number;
      }
      at = stop;
      node = next;
    }
    if (at !== last || node === this.#root || bytes[last] !== CLOSING_BRACE) return false;
    node.shape ??= this.#findShape(node.names);
    node.shape.rows++;
    return true;
  }

  #findNext(node: KeyNode, piece: TextPiece, at: number, end: number): KeyNode | undefined {
    const known = node.next.find((next) => matches(next, piece, at, end));
    if (known !== undefined) return known;
    const match = KEY.exec(piece.text.substring(at, Math.min(at + MAX_KEY_LENGTH, end)));
    // The root alone is followed by the brace.
    if (match === null || (match[0][0] === "{") !== (node === this.#root)) return undefined;
    const name = match[1] ?? match[2];
    if (/['"\\]/.test(name) || node.next.length >= MAX_BRANCHES) return undefined;
    const next = buildNode(match[0], this.#findSlot(name), [...node.names, name]);
    node.next.push(next);
    return next;
  }

  #readAsJson(text: string): void {
    this.values.fill(Number.NaN);
    const entries = Object.entries(parseDict(text));
    for (const [name, value] of entries) {
      const slot = this.#findSlot(name);
      if (slot === DROPPED || value === null) continue;
      if (typeof value !== "number")
        throw new MetricsTextError(`in which ${quoteShort(name)} is not a number`);
      if (!Number.isFinite(value)) {
        throw new MetricsTextError(`in which ${quoteShort(name)} is beyond the largest double`);
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

/** What the texts had, all of them together. */
export interface MetricsSurvey {
  /** How many different sets of names there are. */
  readonly shapeCount: number;
  /** Rows whose text is null or empty. */
  readonly rowsWithoutText: number;
  /** Names that are no metric of the suite, sorted, each with the number of rows. */
  readonly unknown: ReadonlyMap<string, number>;
  /** Metrics of the suite in no row. */
  readonly absent: readonly string[];
  /** Metrics of the text that no table keeps. */
  readonly dropped: readonly string[];
}

/** What is worth a line of the report. */
export function describeSurvey({ shapeCount, rowsWithoutText, absent, dropped }: MetricsSurvey): Finding[] {
  const findings = [
    { reason: "different sets of metrics", count: shapeCount, examples: [] },
    { reason: "no metrics text", count: rowsWithoutText, examples: [] },
    { reason: "metrics in no row", count: absent.length, examples: absent },
    { reason: "metrics that no table keeps", count: dropped.length, examples: dropped },
  ];
  return findings.filter(({ count }) => count > 0);
}

function buildNode(text: string, slot: number, names: readonly string[]): KeyNode {
  const bytes = Buffer.from(text);
  const words = Uint32Array.from({ length: bytes.length >>> 2 }, (_, index) => bytes.readUInt32LE(4 * index));
  return { bytes, words, slot, names, next: [], guess: undefined, shape: undefined };
}

/** Whether the node's bytes stand at a place of a text. */
function matches({ bytes, words }: KeyNode, piece: TextPiece, at: number, end: number): boolean {
  if (at + bytes.length > end) return false;
  for (let index = 0; index < words.length; index++) {
    if (piece.view.getUint32(at + 4 * index, true) !== words[index]) return false;
  }
  for (let index = 4 * words.length; index < bytes.length; index++) {
    if (piece.bytes[at + index] !== bytes[index]) return false;
  }
  return true;
}

const [COMMA, MINUS, POINT, ZERO, NINE, CLOSING_BRACE] = [44, 45, 46, 48, 57, 125];

/** A decimal number as JSON and Python both write it, NaN for what is none; undefined for what needs a closer look. */
function parseNumber(text: string, bytes: Uint8Array, start: number, end: number): number | undefined {
  const digits = bytes[start] === MINUS ? start + 1 : start;
  const [first, second] = [bytes[digits], digits + 1 < end ? bytes[digits + 1] : 0];
  const token = text.substring(start, end);
  // Not 0x1f and 007, which Number reads otherwise than JSON and Python.
  if (first >= ZERO && first <= NINE && second <= NINE && !(first === ZERO && second >= ZERO)) {
    const value = Number(token);
    if (Number.isFinite(value)) return value;
  }
  return IS_NO_NUMBER.test(token) ? Number.NaN : undefined;
}

/** Whether nothing but digits and a point stands there. */
function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (bytes[at] !== POINT && !(bytes[at] >= ZERO && bytes[at] <= NINE)) return false;
  }
  return end > start;
}

const UTF8 = new TextDecoder();

/** The text as an object. Single quotes are turned only where there is no double one. */
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
