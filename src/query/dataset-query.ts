/** Queries of a dataset: a query string against the schema and the values of its columns. */
import type { ColumnSchema, DatasetSchema } from "../catalog/schema.js";
import type { Format } from "../formats/format.js";
import { parseNumber } from "../table/numeric-text.js";
import type { NumberRange } from "../table/row-filter.js";
import { FACET_COUNTS, type FacetCounts, type FacetsPlan } from "./facets.js";
import { buildFilterField, type FilterField, readNameIndexes } from "./filter-field.js";
import { NameIndex } from "./name-index.js";
import { readOutputOptions } from "./output-options.js";
import { buildQueryPlan, type QueryPlan, readPredicates } from "./query-plan.js";
import { QueryReader, type RawQuery, type RouteFilters } from "./query-reader.js";
import {
  buildRangeParameter,
  describeMalformed,
  type NormalizedFilter,
  type RangeParameter,
  readRange,
} from "./range.js";
import {
  CHECKPOINTS,
  type Checkpoint,
  type ColumnValues,
  type Conditions,
  type MeasureFilter,
} from "./row-query.js";
import { readSelectOptions } from "./select-options.js";

/** The shapes of a long dataset. */
const SHAPES = ["long", "wide"] as const;
export type Shape = (typeof SHAPES)[number];

/** The options of a route over a dataset. */
export interface QueryRoute {
  /** Null lets the client choose the shape of a long dataset. */
  readonly shape: Shape | null;
  /** Filters that the client cannot set. */
  readonly fixedFilters: RouteFilters;
  /** Filters of a query without any filter of its own. */
  readonly defaultFilters: RouteFilters;
}

const WHOLE_DATASET: QueryRoute = { shape: null, fixedFilters: {}, defaultFilters: {} };

/** Parameters of every dataset, and of those with metrics or of the long form; a column of such a name is not filtered. */
const COMMON_PARAMETERS = ["columns", "sort", "limit", "offset", "format", "download", "counts"];
const LONG_PARAMETERS = ["checkpoint", "shape"];

/** Whether a parameter is that of a bound of a column, such as `step__gte` beside `step`. */
function isBoundOf(parameter: string, columns: readonly string[]): boolean {
  const bare = parameter.replace(/__(?:gte|gt|lte|lt)$/, "");
  return bare !== parameter && columns.includes(bare);
}

interface ReadConditions extends Conditions {
  readonly filters: Record<string, NormalizedFilter>;
  /** The chosen metrics of a table, null without a choice. */
  readonly metrics: readonly string[] | null;
}

export class DatasetQuery {
  readonly #schema: DatasetSchema;
  readonly #fields: readonly FilterField[];
  /** The names that `metric=` chooses from; null if the dataset has none. */
  readonly #metrics: NameIndex | null;
  readonly #columnNames: readonly string[];
  readonly #idNames: readonly string[];
  /** Null for a dataset that is not long. */
  readonly #valueRange: RangeParameter | null;
  readonly #unsortable: ReadonlySet<string>;
  /** Pairs of parameter and column. */
  readonly #columnAliases: readonly (readonly [string, string])[];

  constructor(schema: DatasetSchema, values: ReadonlyMap<string, ColumnValues>) {
    const { columns, long } = schema;
    this.#schema = schema;
    this.#columnNames = columns.map(({ name }) => name);
    this.#idNames = this.#columnNames.filter((name) => name !== long?.variable && name !== long?.value);
    this.#unsortable = new Set(columns.filter(({ type }) => type === "list").map(({ name }) => name));
    this.#columnAliases = columns.flatMap(({ name, parameter }) =>
      parameter === null ? [] : [[parameter, name] as const],
    );
    this.#valueRange = long && buildRangeParameter(long.value);
    this.#metrics = buildMetricIndex(schema);
    const reserved = [
      ...COMMON_PARAMETERS,
      ...(this.#metrics === null ? [] : ["metric"]),
      ...(long === null ? [] : LONG_PARAMETERS),
    ];
    this.#fields = [
      ...columns.flatMap((column) =>
        column.parameter === null ? [] : [[column.parameter, column] as const],
      ),
      // A column of a metric is chosen, and filters no rows.
      ...columns.flatMap((column) => (column.metric === null ? [[column.name, column] as const] : [])),
    ].flatMap(([parameter, column]) => {
      const columnValues = values.get(column.name);
      const isTaken = reserved.includes(parameter) || isBoundOf(parameter, this.#columnNames);
      return columnValues === undefined || isTaken ? [] : [buildFilterField(parameter, column, columnValues)];
    });
  }

  /** The filter parameters, in the order of the columns. */
  get fields(): readonly FilterField[] {
    return this.#fields;
  }

  /** Parses a query. Throws ProblemError invalid-query with all of its mistakes. */
  parse(raw: RawQuery, route = WHOLE_DATASET, pathFormat: Format | null = null): QueryPlan {
    const { name, long } = this.#schema;
    const reader = new QueryReader(raw, this.#chooseRouteFilters(raw, route));
    const { filters, metrics, ...conditions } = this.#readConditions(reader);
    const shape = long === null ? "table" : (route.shape ?? readShape(reader));
    const columns =
      shape === "wide"
        ? [...this.#idNames, ...(conditions.measures?.names ?? [])]
        : this.#listColumns(metrics);
    const options = readSelectOptions(reader, columns, this.#unsortable, this.#columnAliases);
    const output = readOutputOptions(reader, pathFormat);
    reader.finish();
    const scope = shape === "table" ? name : `${name} ${shape}`;
    return buildQueryPlan(scope, shape, filters, conditions, options, output);
  }

  /** Plans the counts of every name of the filters. Throws as `parse` does. */
  parseFacets(raw: RawQuery): FacetsPlan {
    const reader = new QueryReader(raw);
    const { filters, metrics: _, ...conditions } = this.#readConditions(reader);
    const counts = readFacetCounts(reader);
    reader.finish();
    const { long } = this.#schema;
    const lists = this.#listFacets().map(({ parameter, column }) => ({
      parameter,
      column,
      conditions:
        counts === "exclusive" && parameter in filters
          ? excludeColumn(conditions, column, long?.variable === column ? long.measures : null)
          : conditions,
    }));
    const key = `${this.#schema.name} facets ${counts} ${JSON.stringify(filters)}`;
    return { key, filters, conditions, lists };
  }

  /** The parameters that facets list the names of, one for each column. */
  #listFacets(): { readonly parameter: string; readonly column: string }[] {
    const facets: { parameter: string; column: string }[] = [];
    for (const field of this.#fields) {
      if (field.kind !== "names" && field.kind !== "sizes") continue;
      if (facets.some(({ column }) => column === field.column)) continue;
      facets.push({ parameter: field.parameter, column: field.column });
    }
    const { long } = this.#schema;
    return long === null ? facets : [...facets, { parameter: "metric", column: long.variable }];
  }

  #chooseRouteFilters(raw: RawQuery, { fixedFilters, defaultFilters }: QueryRoute): RouteFilters {
    if (Object.keys(defaultFilters).length === 0) return fixedFilters;
    const isFiltered = Object.keys(raw).some((parameter) => this.#isFilter(parameter));
    return isFiltered ? fixedFilters : { ...defaultFilters, ...fixedFilters };
  }

  /** The columns of a result in their order: with a choice of metrics, theirs and those of no metric. */
  #listColumns(metrics: readonly string[] | null): readonly string[] {
    if (metrics === null || this.#schema.long !== null) return this.#columnNames;
    const isChosen = ({ metric }: ColumnSchema) => metric === null || metrics.includes(metric);
    return this.#schema.columns.filter(isChosen).map(({ name }) => name);
  }

  #readConditions(reader: QueryReader): ReadConditions {
    const { long } = this.#schema;
    const filters: Record<string, NormalizedFilter> = {};
    const metrics = this.#readMetrics(reader);
    if (metrics !== null) filters.metric = metrics;
    const where = readPredicates(reader, this.#fields, filters);
    if (long === null || this.#valueRange === null) return { filters, metrics, where, measures: null };
    const range = readValueRange(reader, this.#valueRange, filters);
    const checkpoint = readCheckpoint(reader, filters);
    return { filters, metrics, where, measures: { names: metrics ?? long.measures, range, checkpoint } };
  }

  #readMetrics(reader: QueryReader): string[] | null {
    if (this.#metrics === null) return null;
    const { names } = this.#metrics;
    return readNameIndexes(reader, "metric", this.#metrics)?.map((index) => names[index]) ?? null;
  }

  #isFilter(parameter: string): boolean {
    const bare = parameter.replace(/__(?:gte|gt|lte|lt)$/, "");
    return (
      ["metric", this.#schema.long?.value, "checkpoint"].includes(bare) ||
      this.#fields.some((field) => field.parameter === bare)
    );
  }
}

function buildMetricIndex({ columns, long, metricAliases }: DatasetSchema): NameIndex | null {
  if (long !== null) return new NameIndex(long.measures);
  const measures = columns.flatMap(({ name, metric }) => (metric === null ? [] : [[name, metric] as const]));
  if (measures.length === 0) return null;
  const metrics = new Set(measures.map(([, metric]) => metric));
  return new NameIndex([...metrics], [...measures, ...metricAliases]);
}

/** The conditions without those on one column; `measures` replaces the chosen measures unless it is null. */
function excludeColumn(
  { where, measures }: Conditions,
  column: string,
  allMeasures: readonly string[] | null,
): Conditions {
  const others = where.filter((predicate) => predicate.column !== column);
  const changed: MeasureFilter | null =
    measures === null || allMeasures === null ? measures : { ...measures, names: allMeasures };
  return { where: others, measures: changed };
}

function readValueRange(
  reader: QueryReader,
  parameter: RangeParameter,
  filters: Record<string, NormalizedFilter>,
): NumberRange | null {
  const exact = reader.readAll(parameter.name).flatMap((value) =>
    value.split(",").flatMap((text) => {
      const number = parseNumber(text);
      if (number === undefined)
        reader.fail(parameter.name, text.trim(), describeMalformed(text, "a number"), []);
      return number === undefined ? [] : [number];
    }),
  );
  const read = readRange(reader, parameter, parseNumber, "a number", exact);
  if (read !== null) filters[parameter.name] = read.normalized;
  return read?.range ?? null;
}

function readCheckpoint(reader: QueryReader, filters: Record<string, NormalizedFilter>): Checkpoint | null {
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
