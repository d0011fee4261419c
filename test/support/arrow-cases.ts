/** The selections whose Arrow streams are kept in test/fixtures/arrow with what pyarrow reads in them. */
import { EVALUATIONS_ROUTES } from "../../src/http/routes/data.js";
import { parseRawQuery } from "../../src/query/query-reader.js";
import { type Selection, selectWide } from "../../src/table/selection.js";
import { listColumn, mixedColumn, numberColumn, tableOf, textColumn, timestampColumn } from "./columns.js";
import { queryComparisons, queryEvaluations } from "./dataset-queries.js";
import { buildSmallDatasets } from "./small-datasets.js";

const { NaN: MISSING, POSITIVE_INFINITY } = Number;
const INTEGERS = [1, MISSING, -1, 2 ** 53 - 1, -(2 ** 53 - 1), 0, 2 ** 32, -(2 ** 32), 2 ** 31];

/** By the name of the case's folder. */
export function buildArrowCases(): Readonly<Record<string, Selection>> {
  const { evaluations, comparisons } = buildSmallDatasets();
  const evaluationsQuery = queryEvaluations(evaluations);
  const comparisonsQuery = queryComparisons(comparisons);
  const selectEvaluations = (text: string) =>
    evaluationsQuery.parse(parseRawQuery(text), EVALUATIONS_ROUTES["/api/visualize/data"]).select();
  const selectComparisons = (text: string) => comparisonsQuery.parse(parseRawQuery(text)).select();
  return {
    long: selectEvaluations("metric=pile-valppl,boolq_acc_raw&data=C4&params=4M,1B&step__gte=5000"),
    "long-empty": selectEvaluations("metric=pile-valppl&value__gte=1e9"),
    wide: selectEvaluations("shape=wide&data=C4&params=4M&metric=*-valppl,boolq_acc_raw"),
    comparisons: selectComparisons("limit=4&metric=arc_easy_acc_raw&sort=-timestamp"),
    "comparisons-empty": selectComparisons("limit=0&metric=arc_easy_acc_raw"),
    "every-kind": selectAll(buildEveryKind(9)),
    "every-kind-all-missing": selectAll(buildAllMissing()),
    "every-kind-empty": selectAll(buildEveryKind(0)),
  };
}

function selectAll(columns: Parameters<typeof tableOf>): Selection {
  const table = tableOf(...columns);
  const fields = columns.map(({ name }) => name);
  return selectWide(table, [], table.allRows(), { fields, sort: [], offset: 0, limit: null });
}

/** The first `count` rows of columns in which something is awkward; nine, so that masks have a second byte. */
function buildEveryKind(count: number): Parameters<typeof tableOf> {
  const timestamps = [0, MISSING, Date.UTC(2025, 8, 12, 4, 9, 44), -1, 0.25, 1e12, MISSING, 1, 2];
  return [
    textColumn("text", ["a", null, "", "é🙂", "a,b", "a", null, "=1+1", "b"].slice(0, count)),
    numberColumn(
      "number",
      [1, MISSING, POSITIVE_INFINITY, -0, 5e-324, 2 ** 60, 0.1, MISSING, -1].slice(0, count),
    ),
    timestampColumn("time", timestamps.slice(0, count)),
    listColumn(
      "list",
      [[1, MISSING], null, [], [0.5], [1, 2, 3], null, [POSITIVE_INFINITY], [], [4]].slice(0, count),
    ),
    mixedColumn("flag", [true, null, false, true, true, null, false, false, true].slice(0, count)),
    mixedColumn("any", ["a", 1, [1, "b"], null, "", true, 0.5, [], "é"].slice(0, count)),
    numberColumn("whole", [1, 2, 3, 4, 5, 6, 7, 8, 9].slice(0, count)),
    { ...numberColumn("integer", INTEGERS.slice(0, count)), isInteger: true },
    {
      ...listColumn(
        "integers",
        [[1, MISSING], null, [], [-5], [2 ** 52], null, [0], [], [4]].slice(0, count),
      ),
      isInteger: true,
    },
  ];
}

function buildAllMissing(): Parameters<typeof tableOf> {
  return [
    textColumn("text", [null, null]),
    numberColumn("number", [MISSING, MISSING]),
    timestampColumn("time", [MISSING, MISSING]),
    listColumn("list", [null, null]),
    mixedColumn("any", [null, null]),
  ];
}
