/** Queries of the evaluations: long (a row for each checkpoint and metric) or wide (a row for each checkpoint). */
import type { Evaluations } from "../datasets/evaluations.js";
import type { Format } from "../formats/format.js";
import { type CellFilter, type LastValue, type LongFilter, LongView } from "../table/long-view.js";
import { filterRows } from "../table/row-filter.js";
import { selectLong, selectWide } from "../table/selection.js";
import { countFacets, type FacetsPlan } from "./facets.js";
import {
  buildNumberField,
  buildRecipeField,
  buildSizeField,
  type FilterField,
  readNameIndexes,
} from "./filter-field.js";
import { NameIndex } from "./name-index.js";
import { readOutputOptions } from "./output-options.js";
import { buildQueryPlan, type QueryPlan, readRowFilters } from "./query-plan.js";
import { QueryReader, type RawQuery, type RouteFilters } from "./query-reader.js";
import { buildRangeParameter, type NormalizedFilter, parseNumber, readRange } from "./range.js";
import { readSelectOptions } from "./select-options.js";

export type Shape = "long" | "wide";
const SHAPES: readonly Shape[] = ["long", "wide"];
const CHECKPOINTS = ["final", "common"] as const;
const VALUE_RANGE = buildRangeParameter("value");
const NO_COLUMNS: ReadonlySet<string> = new Set();

export interface EvaluationsRoute {
  /** Null lets the client choose with `shape`. */
  readonly shape: Shape | null;
  /** Filters that the client cannot set. */
  readonly fixedFilters: RouteFilters;
  /** Filters of a query without any filter of its own. */
  readonly defaultFilters: RouteFilters;
}

export class EvaluationsQuery {
  readonly #view: LongView;
  readonly #fields: readonly FilterField[];
  readonly #metrics: NameIndex;
  readonly #idNames: readonly string[];
  readonly #longNames: readonly string[];
  readonly #recipeCount: number;

  constructor({ view }: Evaluations) {
    const { table, variableName, valueName } = view;
    this.#view = new LongView(view);
    this.#idNames = view.idColumns.map(({ name }) => name);
    this.#longNames = [...this.#idNames, variableName, valueName];
    this.#recipeCount = table.getOfKind("data", "dictionary").dictionary.length;
    this.#metrics = new NameIndex(view.valueColumns.map(({ name }) => name));
    this.#fields = [
      buildSizeField("params", table.getOfKind("params", "dictionary")),
      buildRecipeField("data", table.getOfKind("data", "dictionary")),
      ...["step", "tokens", "compute"].map((name) => buildNumberField(name, table.getOfKind(name, "number"))),
    ];
  }

  /** Parses a query. Throws ProblemError invalid-query with all of its mistakes. */
  parse(raw: RawQuery, route: EvaluationsRoute, pathFormat: Format | null = null): QueryPlan {
    const reader = new QueryReader(raw, this.#chooseRouteFilters(raw, route));
    const { filters, valueColumns, find } = this.#readFilters(reader);
    const shape = route.shape ?? readShape(reader);
    const columns =
      shape === "long" ? this.#longNames : [...this.#idNames, ...valueColumns.map(({ name }) => name)];
    const options = readSelectOptions(reader, columns, NO_COLUMNS);
    const output = readOutputOptions(reader, pathFormat);
    reader.finish();
    return buildQueryPlan(`evaluations ${shape}`, filters, options, output, () => {
      const longFilter = find();
      if (shape === "long") return selectLong(this.#view, longFilter, options);
      const wide = this.#view.pivot(longFilter);
      return selectWide(wide.table, this.#view.idColumns, wide.rows, options);
    });
  }

  #chooseRouteFilters(raw: RawQuery, { fixedFilters, defaultFilters }: EvaluationsRoute): RouteFilters {
    if (Object.keys(defaultFilters).length === 0) return fixedFilters;
    const isFiltered = Object.keys(raw).some((parameter) => this.#isFilter(parameter));
    return isFiltered ? fixedFilters : { ...defaultFilters, ...fixedFilters };
  }

  /** Counts sizes, recipes and metrics under the same filters. Throws as `answer` does. */
  parseFacets(raw: RawQuery): FacetsPlan {
    const reader = new QueryReader(raw);
    const { filters, find } = this.#readFilters(reader);
    reader.finish();
    return {
      key: `facets ${JSON.stringify(filters)}`,
      filters,
      count: () => countFacets(this.#view, find()),
    };
  }

  /** Reads all filters; `find` applies them to the rows. */
  #readFilters(reader: QueryReader) {
    const filters: Record<string, NormalizedFilter> = {};
    const indexes = readNameIndexes(reader, "metric", this.#metrics);
    const valueColumns = indexes?.map((index) => this.#view.valueColumns[index]) ?? this.#view.valueColumns;
    if (indexes !== null) filters.metric = valueColumns.map(({ name }) => name);
    const rowFilters = readRowFilters(reader, this.#fields, filters);
    const recipeCount = Array.isArray(filters.data) ? filters.data.length : this.#recipeCount;
    const cells = readCellFilter(reader, filters, recipeCount);
    const find = (): LongFilter => ({
      rows: filterRows(this.#view.segments, rowFilters),
      valueColumns,
      cells,
    });
    return { filters, valueColumns, find };
  }

  #isFilter(parameter: string): boolean {
    const bare = parameter.replace(/__(?:gte|gt|lte|lt)$/, "");
    return (
      ["metric", "value", "checkpoint"].includes(bare) ||
      this.#fields.some((field) => field.parameter === bare)
    );
  }
}

function readCellFilter(
  reader: QueryReader,
  filters: Record<string, NormalizedFilter>,
  recipeCount: number,
): CellFilter {
  const exact = reader.readAll("value").flatMap((value) =>
    value.split(",").flatMap((text) => {
      const number = parseNumber(text);
      if (number === undefined) reader.fail("value", text.trim(), "is not a number", []);
      return number === undefined ? [] : [number];
    }),
  );
  const read = readRange(reader, VALUE_RANGE, parseNumber, "a number", exact);
  if (read !== null) filters.value = read.normalized;
  return { range: read?.range ?? null, last: readCheckpoint(reader, filters, recipeCount) };
}

/** `final`: the last step of each recipe; `common`: the last step that all `recipeCount` recipes have. */
function readCheckpoint(
  reader: QueryReader,
  filters: Record<string, NormalizedFilter>,
  recipeCount: number,
): LastValue | null {
  const text = reader.readOne("checkpoint");
  if (text === undefined) return null;
  const kind = CHECKPOINTS.find((candidate) => candidate === text.trim().toLowerCase());
  if (kind === undefined) {
    reader.fail("checkpoint", text, "is not a known choice", CHECKPOINTS);
    return null;
  }
  filters.checkpoint = [kind];
  return kind === "final" ? { kind } : { kind, segmentCount: recipeCount };
}

function readShape(reader: QueryReader): Shape {
  const text = reader.readOne("shape");
  if (text === undefined) return "long";
  const shape = SHAPES.find((candidate) => candidate === text.trim().toLowerCase());
  if (shape === undefined) reader.fail("shape", text, "is not a known shape", SHAPES);
  return shape ?? "long";
}
