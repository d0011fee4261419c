/** The file name of a download. */
import type { Format } from "../../formats/format.js";
import type { QueryPlan } from "../../query/query-plan.js";

const MAX_NAME_LENGTH = 100;

/** Parameters whose values are clear without the parameter's name. */
const SELF_EXPLANATORY = ["metric", "params", "data", "checkpoint"];

/**
 * Builds a file name from the dataset and the filters. If these do not identify the rows, part of the ETag makes the name
 * unique.
 */
export function nameDownload(datasetName: string, plan: QueryPlan, format: Format, etag: string): string {
  const filters = Object.entries(plan.filters);
  const values = filters.flatMap(([parameter, filter]) => {
    if (!Array.isArray(filter)) return [];
    return SELF_EXPLANATORY.includes(parameter) ? filter : [parameter, ...filter];
  });
  const words = [datasetName, ...values].join("-").replace(/[^A-Za-z0-9._]+/g, "-");
  const isCut = words.length > MAX_NAME_LENGTH || !filters.every(([, filter]) => Array.isArray(filter));
  const isPage = plan.limit !== null || plan.offset > 0;
  const isNegative = values.some((value) => typeof value === "number" && value < 0);
  const suffix = isCut || isPage || isNegative ? `-${etag.slice(3, 11)}` : "";
  const extension = format.extension === "columns" ? "columns.json" : format.extension;
  return `datadecide-${words.slice(0, MAX_NAME_LENGTH).replace(/-+$/, "")}${suffix}.${extension}`;
}
