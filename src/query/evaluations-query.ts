/** Queries over the evaluations, in the long form (a row per checkpoint and metric) or wide (a row per checkpoint). */
import type { Evaluations } from "../datasets/evaluations.js";
import type { Format } from "../formats/format.js";
import { type CellFilter, type LongPart, LongView } from "../table/long-view.js";
import { selectRows } from "../table/row-filter.js";
import { selectLong, selectWide } from "../table/selection.js";
import { type Answer, buildAnswer, readRowFilters } from "./answer.js";
import { readArrangement } from "./arrangement.js";
import { countFacets, type FacetsAnswer } from "./facets.js";
import {
  buildNumberField,
  buildRecipeField,
  buildSizeField,
  type FilterField,
  readPlaces,
} from "./filter-field.js";
import { readPresentation } from "./presentation.js";
import { type Preset, QueryReader, type RawQuery } from "./query-reader.js";
import { type FilterMeaning, nameRange, parseNumber, readRange } from "./range.js";
import { Vocabulary } from "./vocabulary.js";

export type Shape = "long" | "wide";
const SHAPES: readonly Shape[] = ["long", "wide"];
const VALUE_RANGE = nameRange("value");
const NO_COLUMNS: ReadonlySet<string> = new Set();

export interface EvaluationsRoute {
  /** The shape of the route's answers; null lets the client choose with `shape`. */
  readonly shape: Shape | null;
  /** Filters that the route fixes. */
  readonly preset: Preset;
  /** Filters in force only when the client gives none. */
  readonly unfiltered: Preset;
}

export class EvaluationsQuery {
  readonly #view: LongView;
  readonly #fields: readonly FilterField[];
  readonly #metrics: Vocabulary;
  readonly #idNames: readonly string[];
  readonly #longNames: readonly string[];

  constructor({ view }: Evaluations) {
    const { table, variableName, valueName } = view;
    this.#view = new LongView(view);
    this.#idNames = view.idColumns.map(({ name }) => name);
    this.#longNames = [...this.#idNames, variableName, valueName];
    this.#metrics = new Vocabulary(view.valueColumns.map(({ name }) => name));
    this.#fields = [
      buildSizeField("params", table.getOfKind("params", "dictionary")),
      buildRecipeField("data", table.getOfKind("data", "dictionary")),
      ...["step", "tokens", "compute"].map((name) => buildNumberField(name, table.getOfKind(name, "number"))),
    ];
  }

  /** Throws ProblemError invalid-query, with every mistake of the query. */
  answer(raw: RawQuery, route: EvaluationsRoute, pathFormat: Format | null = null): Answer {
    const reader = new QueryReader(raw, this.#choosePreset(raw, route));
    const { filters, valueColumns, find } = this.#readFilters(reader);
    const shape = route.shape ?? readShape(reader);
    const columns =
      shape === "long" ? this.#longNames : [...this.#idNames, ...valueColumns.map(({ name }) => name)];
    const arrangement = readArrangement(reader, columns, NO_COLUMNS);
    const presentation = readPresentation(reader, pathFormat);
    reader.finish();
    return buildAnswer(`evaluations ${shape}`, filters, arrangement, presentation, () => {
      const part = find();
      if (shape === "long") return selectLong(this.#view, part, arrangement);
      const wide = this.#view.pivotPart(part);
      return selectWide(wide.table, this.#view.idColumns, wide.rows, arrangement);
    });
  }

  #choosePreset(raw: RawQuery, { preset, unfiltered }: EvaluationsRoute): Preset {
    if (Object.keys(unfiltered).length === 0) return preset;
    const isFiltered = Object.keys(raw).some((parameter) => this.#isFilter(parameter));
    return isFiltered ? preset : { ...unfiltered, ...preset };
  }

  /** Counts sizes, recipes and metrics under the same filters. Throws as `answer` does. */
  facets(raw: RawQuery): FacetsAnswer {
    const reader = new QueryReader(raw);
    const { filters, find } = this.#readFilters(reader);
    reader.finish();
    return {
      key: `facets ${JSON.stringify(filters)}`,
      filters,
      count: () => countFacets(this.#view, find()),
    };
  }

  /** Reads every filter; `find` looks for the rows. */
  #readFilters(reader: QueryReader) {
    const filters: Record<string, FilterMeaning> = {};
    const places = readPlaces(reader, "metric", this.#metrics);
    const valueColumns = places?.map((place) => this.#view.valueColumns[place]) ?? this.#view.valueColumns;
    if (places !== null) filters.metric = valueColumns.map(({ name }) => name);
    const rowFilters = readRowFilters(reader, this.#fields, filters);
    const cells = readCellFilter(reader, filters);
    const find = (): LongPart => ({ rows: selectRows(this.#view.runs, rowFilters), valueColumns, cells });
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

function readCellFilter(reader: QueryReader, filters: Record<string, FilterMeaning>): CellFilter {
  const exact = reader.readAll("value").flatMap((value) =>
    value.split(",").flatMap((text) => {
      const number = parseNumber(text);
      if (number === undefined) reader.fail("value", text.trim(), "is not a number", []);
      return number === undefined ? [] : [number];
    }),
  );
  const read = readRange(reader, VALUE_RANGE, parseNumber, "a number", exact);
  if (read !== null) filters.value = read.meaning;
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
