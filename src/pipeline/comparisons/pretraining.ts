/** The pre-training of the models that runs start from: rows of the full table, always of the default seed. */
import { PipelineError } from "../../errors.js";
import { type Database, quoteName, quoteText } from "../database.js";
import { checkColumns, readColumnTypes } from "../input-files.js";
import { PRETRAINING_COLUMNS } from "./columns.js";

/** A model's checkpoints by step: an array per column of PRETRAINING_COLUMNS, NaN for missing values. */
export type PretrainedModel = ReadonlyMap<string, Float64Array>;

export interface ModelName {
  readonly params: string;
  readonly data: string;
}

export interface Pretraining {
  /** Undefined if the table has no row of the model. */
  find(model: ModelName): PretrainedModel | undefined;
  /** The number of rows read. */
  readonly rowCount: number;
  /** Columns that the table lacks; their values are missing. */
  readonly missingColumns: readonly string[];
}

/** The seed whose checkpoints runs are matched with, whatever seed is in their names. */
const MATCHED_SEED = 0;
const KEY_COLUMNS = { params: "VARCHAR", data: "VARCHAR", seed: "DOUBLE", step: "DOUBLE" } as const;

/**
 * Reads the rows of some models from the full table.
 * Throws PipelineError: full-table-missing, input-unreadable, input-column-missing, input-wrong-type, duplicate-rows.
 */
export async function readPretraining(
  database: Database,
  path: string,
  models: readonly ModelName[],
): Promise<Pretraining> {
  const types = await readColumnTypes(database, path, "full-table-missing");
  const present = PRETRAINING_COLUMNS.filter((name) => types.has(name));
  checkColumns(
    types,
    { ...KEY_COLUMNS, ...Object.fromEntries(present.map((name) => [name, "DOUBLE"])) },
    path,
  );
  const rows = await database.rows<ModelName & Record<string, number | null>>(
    buildQuery(database.readParquet(path), types, models),
  );
  const rowsByModel = new Map<string, Record<string, number | null>[]>();
  for (const row of rows) {
    const model = nameModel(row);
    const known = rowsByModel.get(model) ?? [];
    if (known.at(-1)?.step === row.step) {
      const key = `${row.params} ${row.data}, seed ${MATCHED_SEED}, step ${row.step}`;
      throw new PipelineError("duplicate-rows", path, `has two rows of ${key}`);
    }
    known.push(row);
    rowsByModel.set(model, known);
  }
  const modelByName = new Map(Array.from(rowsByModel, ([name, own]) => [name, gatherColumns(own)]));
  return {
    find: (model) => modelByName.get(nameModel(model)),
    rowCount: rows.length,
    missingColumns: PRETRAINING_COLUMNS.filter((name) => !types.has(name)),
  };
}

/** The index of the checkpoint at a step among a model's checkpoints; undefined if there is none. */
export function findCheckpoint(model: PretrainedModel, step: number): number | undefined {
  const index = model.get("step")?.indexOf(step) ?? -1;
  return index < 0 ? undefined : index;
}

function buildQuery(
  source: string,
  types: ReadonlyMap<string, string>,
  models: readonly ModelName[],
): string {
  const columns = PRETRAINING_COLUMNS.map((name) =>
    types.has(name) ? `${quoteName(name)}::DOUBLE AS ${quoteName(name)}` : `NULL AS ${quoteName(name)}`,
  );
  const selected = models.map(({ params, data }) => `(${quoteText(params)}, ${quoteText(data)})`);
  const isSelected = selected.length === 0 ? "false" : `(params, data) IN (${selected.join(", ")})`;
  return `SELECT params, data, ${columns.join(", ")} FROM ${source}
    WHERE seed = ${MATCHED_SEED} AND step IS NOT NULL AND ${isSelected} ORDER BY params, data, step`;
}

function gatherColumns(rows: readonly Record<string, number | null>[]): PretrainedModel {
  return new Map(
    PRETRAINING_COLUMNS.map((name) => [name, Float64Array.from(rows, (row) => row[name] ?? Number.NaN)]),
  );
}

function nameModel({ params, data }: ModelName): string {
  return JSON.stringify([params, data]);
}
