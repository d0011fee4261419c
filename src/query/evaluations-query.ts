/** Queries of the evaluations: long (a row for each checkpoint and metric) or wide (a row for each checkpoint). */
import type { Evaluations } from "../datasets/evaluations.js";
import type { Format } from "../formats/format.js";
import { type LongFilter, LongView } from "../table/long-view.js";
import { filterRows } from "../table/row-filter.js";
import { selectLong, selectWide } from "../table/selection.js";
import { countFacets, FACET_COUNTS, type FacetCounts, type FacetName, type FacetsPlan } from "./facets.js";
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

  /** Plans the counts of every size, recipe and metric. Throws as `parse` does. */
  parseFacets(raw: RawQuery): FacetsPlan {
    const reader = new QueryReader(raw);
    const { filters, find } = this.#readFilters(reader);
    const counts = readFacetCounts(reader);
    reader.finish();
    return {
      key: `facets ${counts} ${JSON.stringify(filters)}`,
      filters,
      count: () => {
        const rows = find();
        const findList = (name: FacetName) => (counts === "exclusive" && name in filters ? find(name) : rows);
        return countFacets(this.#view, {
          rows,
          params: findList("params"),
          data: findList("data"),
          metric: findList("metric"),
        });
      },
    };
  }

  /** Reads all filters; `find` applies them to the rows, without those of the parameter `excluded`. */
  #readFilters(reader: QueryReader) {
    const filters: Record<string, NormalizedFilter> = {};
    const indexes = readNameIndexes(reader, "metric", this.#metrics);
    const valueColumns = indexes?.map((index) => this.#view.valueColumns[index]) ?? this.#view.valueColumns;
    if (indexes !== null) filters.metric = valueColumns.map(({ name }) => name);
    const rowFilters = readRowFilters(reader, this.#fields, filters);
    const { range, checkpoint } = readCellConditions(reader, filters);
    const recipeCount = Array.isArray(filters.data) ? filters.data.length : this.#recipeCount;
    const find = (excluded: FacetName | null = null): LongFilter => ({
      rows: filterRows(
        this.#view.segments,
        rowFilters.filter(({ column }) => column.name !== excluded),
      ),
      valueColumns: excluded === "metric" ? this.#view.valueColumns : valueColumns,
      cells: {
        range,
        last:
          checkpoint === "common"
            ? { kind: checkpoint, segmentCount: excluded === "data" ? this.#recipeCount : recipeCount }
            : checkpoint && { kind: checkpoint },
      },
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

function readCellConditions(reader: QueryReader, filters: Record<string, NormalizedFilter>) {
  const exact = reader.readAll("value").flatMap((value) =>
    value.split(",").flatMap((text) => {
      const number = parseNumber(text);
      if (number === undefined) reader.fail("value", text.trim(), "is not a number", []);
      return number === undefined ? [] : [number];
    }),
  );
  const read = readRange(reader, VALUE_RANGE, parseNumber, "a number", exact);
  if (read !== null) filters.value = read.normalized;
  return { range: read?.range ?? null, checkpoint: readCheckpoint(reader, filters) };
}

/** `final` is the last step of each recipe, `common` the last step that all requested recipes have. */
function readCheckpoint(
  reader: QueryReader,
  filters: Record<string, NormalizedFilter>,
): (typeof CHECKPOINTS)[number] | null {
  const text = reader.readOne("checkpoint");
  if (text === undefined) return null;
  const checkpoint = CHECKPOINTS.find((candidate) => candidate === text.trim().toLowerCase());
  if (checkpoint === undefined) reader.fail("checkpoint", text, "is not a known choice", CHECKPOINTS);
  else filters.checkpoint = [checkpoint];
  return checkpoint ?? null;
}

function readShape(reader: QueryReader): Shape {
  const text = reader.readOne("shape");
  if (text === undefined) return "long";
  const shape = SHAPES.find((candidate) => candidate === text.trim().toLowerCase());
  if (shape === undefined) reader.fail("shape", text, "is not a known shape", SHAPES);
  return shape ?? "long";
}

function readFacetCounts(reader: QueryReader): FacetCounts {
  const text = reader.readOne("counts");
  if (text === undefined) return "inclusive";
  const counts = FACET_COUNTS.find((candidate) => candidate === text.trim().toLowerCase());
  if (counts === undefined) reader.fail("counts", text, "is neither inclusive nor exclusive", FACET_COUNTS);
  return counts ?? "inclusive";
}
