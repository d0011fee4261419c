/**
 * Reads the parameters of one query. It collects every mistake instead of stopping at the first, and reports them together
 * with the parameters that the route does not have.
 */
import { parse } from "node:querystring";
import { type ParameterError, ProblemError } from "../errors.js";
import { NameIndex } from "./name-index.js";

/** Decoded values by parameter; a repeated parameter has an array. */
export type RawQuery = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Filters that belong to a route, by parameter. */
export type RouteFilters = Readonly<Record<string, readonly string[]>>;

/** Common names of the parameters in other APIs, for suggestions. */
const FOREIGN_NAMES: readonly (readonly [string, string])[] = [
  ...["recipe", "recipes", "dataset", "mix"].map((word) => [word, "data"] as const),
  ...["size", "model", "model_size", "param"].map((word) => [word, "params"] as const),
  ...["metrics", "task", "name"].map((word) => [word, "metric"] as const),
  ...["fields", "select", "column"].map((word) => [word, "columns"] as const),
  ...["order", "order_by", "sort_by", "orderby"].map((word) => [word, "sort"] as const),
  ...["per_page", "page_size", "count", "top", "first"].map((word) => [word, "limit"] as const),
  ...["page", "skip", "start"].map((word) => [word, "offset"] as const),
];

const NO_VALUES: readonly string[] = [];

/** Further mistakes are counted and not listed. */
const MAX_LISTED_ERRORS = 20;

/** Array notations of HTTP clients: `metric[]=a` and `metric[0]=a` are `metric=a`. */
const ARRAY_SUFFIX = /\[\d*\]$/;

/** Parses a query string, without a limit on the number of parameters. A `%` outside an escape is kept. */
export function parseRawQuery(text: string): RawQuery {
  const raw = parse(text, "&", "=", { maxKeys: 0 });
  const arrayKeys = Object.keys(raw).filter((key) => ARRAY_SUFFIX.test(key));
  if (arrayKeys.length === 0) return raw;
  const plain: Record<string, string | readonly string[] | undefined> = Object.create(null);
  for (const [key, value] of Object.entries(raw)) {
    const name = key.replace(ARRAY_SUFFIX, "");
    const values = [plain[name] ?? [], value ?? []].flat();
    plain[name] = values.length === 1 ? values[0] : values;
  }
  return plain;
}

/** The query string of a URL, without the question mark. */
export function findQuery(url: string): string {
  const at = url.indexOf("?");
  return at < 0 ? "" : url.slice(at + 1);
}

export class QueryReader {
  readonly #raw: RawQuery;
  readonly #fixedFilters: RouteFilters;
  readonly #hasFixedFilters: boolean;
  /** The parameters of the route, as far as they were read; some may occur twice. */
  readonly #parameters: string[] = [];
  readonly #errors: ParameterError[] = [];
  #errorCount = 0;

  constructor(raw: RawQuery, fixedFilters: RouteFilters = {}) {
    this.#raw = raw;
    this.#fixedFilters = fixedFilters;
    this.#hasFixedFilters = Object.keys(fixedFilters).length > 0;
  }

  /** Whether the route fixes this parameter, so that clients cannot set it. */
  isFixed(parameter: string): boolean {
    return this.#hasFixedFilters && Object.hasOwn(this.#fixedFilters, parameter);
  }

  /** All values of a parameter, empty if it is absent. A blank value is a mistake. */
  readAll(parameter: string): readonly string[] {
    if (this.isFixed(parameter)) {
      if (Object.hasOwn(this.#raw, parameter)) {
        const message = `is fixed to ${this.#fixedFilters[parameter].join(", ")} on this route`;
        this.fail(parameter, this.#given(parameter).join(", "), message, []);
      }
      return this.#fixedFilters[parameter];
    }
    this.#parameters.push(parameter);
    const values = this.#given(parameter);
    if (values.length > 0 && values.some((value) => value.trim() === "")) {
      this.fail(parameter, "", "has no value; leave the parameter out or give it one", []);
      return values.filter((value) => value.trim() !== "");
    }
    return values;
  }

  /** The value of a parameter, undefined if it is absent. A second value is a mistake. */
  readOne(parameter: string): string | undefined {
    const values = this.readAll(parameter);
    if (values.length > 1) this.fail(parameter, values.join(", "), "is given more than once", []);
    return values[0];
  }

  /** Adds a mistake. A function for `suggestions` is called only if the mistake is listed. */
  fail(
    parameter: string,
    value: string | null,
    message: string,
    suggestions: readonly string[] | (() => readonly string[]),
  ): void {
    if (++this.#errorCount > MAX_LISTED_ERRORS) return;
    const near = typeof suggestions === "function" ? suggestions() : suggestions;
    this.#errors.push({ parameter, value, message, suggestions: near });
  }

  /** Throws ProblemError invalid-query if there was any mistake; a parameter that was never read is one. */
  finish(): void {
    for (const parameter of Object.keys(this.#raw)) {
      if (this.#parameters.includes(parameter) || this.isFixed(parameter)) continue;
      const value = this.#given(parameter).join(", ");
      const suggest = () => new NameIndex([...new Set(this.#parameters)], FOREIGN_NAMES).suggest(parameter);
      this.fail(parameter, value, "is not a parameter of this route", suggest);
    }
    if (this.#errorCount === 0) return;
    throw new ProblemError("invalid-query", describe(this.#errors, this.#errorCount), this.#errors);
  }

  #given(parameter: string): readonly string[] {
    if (!Object.hasOwn(this.#raw, parameter)) return NO_VALUES;
    const value = this.#raw[parameter];
    return value === undefined ? NO_VALUES : typeof value === "string" ? [value] : value;
  }
}

function describe(errors: readonly ParameterError[], count: number): string {
  const [{ parameter, value, message, suggestions }] = errors;
  const shown = value === null ? parameter : `${parameter}=${value}`;
  const hint = suggestions.length === 0 ? "" : ` (did you mean ${suggestions.join(" or ")}?)`;
  const more = count === 1 ? "" : `; and ${count - 1} more, ${errors.length} of ${count} are listed`;
  return `${shown} ${message}${hint}${more}.`;
}
