/** Queries over the evaluations, in the long form (a row per checkpoint and metric) or wide (a row per checkpoint). */
import type { Evaluations } from "../datasets/evaluations.js";
import type { Format } from "../formats/format.js";
import { type CellFilter, type LongSlice, LongView } from "../table/long-view.js";
import { selectRows } from "../table/row-filter.js";
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
import { type NormalizedFilter, nameRange, parseNumber, readRange } from "./range.js";
import { readSelectOptions } from "./select-options.js";

export type Shape = "long" | "wide";
const SHAPES: readonly Shape[] = ["long", "wide"];
const VALUE_RANGE = nameRange("value");
const NO_COLUMNS: ReadonlySet<string> = new Set();

export interface EvaluationsRoute {
  /** The shape of the route's answers; null lets the client choose with `shape`. */
  readonly shape: Shape | null;
  /** Filters that the route fixes. */
  readonly fixedFilters: RouteFilters;
  /** Filters in force only when the client gives none. */
  readonly defaultFilters: RouteFilters;
}

export class EvaluationsQuery {
  readonly #view: LongView;
  readonly #fields: readonly FilterField[];
  readonly #metrics: NameIndex;
  readonly #idNames: readonly string[];
  readonly #longNames: readonly string[];

  constructor({ view }: Evaluations) {
    const { table, variableName, valueName } = view;
    this.#view = new LongView(view);
    this.#idNames = view.idColumns.map(({ name }) => name);
    this.#longNames = [...this.#idNames, variableName, valueName];
    this.#metrics = new NameIndex(view.valueColumns.map(({ name }) => name));
    this.#fields = [
      buildSizeField("params", table.getOfKind("params", "dictionary")),
      buildRecipeField("data", table.getOfKind("data", "dictionary")),
      ...["step", "tokens", "compute"].map((name) => buildNumberField(name, table.getOfKind(name, "number"))),
    ];
  }

  /** Throws ProblemError invalid-query, with every mistake of the query. */
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
      const slice = find();
      if (shape === "long") return selectLong(this.#view, slice, options);
      const wide = this.#view.pivotSlice(slice);
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

  /** Reads every filter; `find` selects the rows, without the filters of one parameter where `excluded` names it. */
  #readFilters(reader: QueryReader) {
    const filters: Record<string, NormalizedFilter> = {};
    const indexes = readNameIndexes(reader, "metric", this.#metrics);
    const valueColumns = indexes?.map((index) => this.#view.valueColumns[index]) ?? this.#view.valueColumns;
    if (indexes !== null) filters.metric = valueColumns.map(({ name }) => name);
    const rowFilters = readRowFilters(reader, this.#fields, filters);
    const cells = readCellFilter(reader, filters);
    const find = (excluded: FacetName | null = null): LongSlice => ({
      rows: selectRows(
        this.#view.segments,
        rowFilters.filter(({ column }) => column.name !== excluded),
      ),
      valueColumns: excluded === "metric" ? this.#view.valueColumns : valueColumns,
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

function readCellFilter(reader: QueryReader, filters: Record<string, NormalizedFilter>): CellFilter {
  const exact = reader.readAll("value").flatMap((value) =>
    value.split(",").flatMap((text) => {
      const number = parseNumber(text);
      if (number === undefined) reader.fail("value", text.trim(), "is not a number", []);
      return number === undefined ? [] : [number];
    }),
  );
  const read = readRange(reader, VALUE_RANGE, parseNumber, "a number", exact);
  if (read !== null) filters.value = read.normalized;
  const checkpoint = reader.readOne("checkpoint");
  if (checkpoint !== undefined && checkpoint.trim().toLowerCase() !== "final") {
    reader.fail("checkpoint", checkpoint, "is not a known choice", ["final"]);
  }
  if (checkpoint !== undefined) filters.checkpoint = ["final"];
  return { range: read?.range ?? null, isFinalOnly: checkpoint !== undefined };
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
