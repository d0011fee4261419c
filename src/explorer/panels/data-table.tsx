/** The shown rows as a table that sorts by any column. It renders the visible rows alone. */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ModelSizes } from "../model-sizes.js";
import { formatCount } from "../number-format.js";
import type { Cell, Row } from "../rows.js";

interface DataTableProps {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly modelSizes: ModelSizes;
  /** A column, prefixed with `-` for descending; null for the order of `rows`. */
  readonly sort: string | null;
  readonly onSort: (sort: string | null) => void;
}

/** In pixels, as in the style sheet. */
const ROW_HEIGHT = 32;
const OVERSCAN = 6;

export function DataTable({ columns, rows, modelSizes, sort, onSort }: DataTableProps) {
  const boxRef = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(400);
  const sorted = useMemo(() => sortRows(rows, sort, modelSizes), [rows, sort, modelSizes]);
  useLayoutEffect(() => {
    const box = boxRef.current;
    if (box !== null) setHeight(box.clientHeight);
  }, []);
  useLayoutEffect(() => {
    if (boxRef.current !== null) boxRef.current.scrollTop = 0;
    setTop(0);
  }, [rows, sort]);
  const start = Math.max(0, Math.floor(top / ROW_HEIGHT) - OVERSCAN);
  const end = Math.min(sorted.length, Math.ceil((top + height) / ROW_HEIGHT) + OVERSCAN);
  return (
    <section class="table-panel card" aria-label="Table of the shown rows">
      <h3>
        Rows in the chart <span class="count">{formatCount(rows.length)}</span>
      </h3>
      {/* biome-ignore lint/a11y/useSemanticElements: a scrollable region needs keyboard focus */}
      <div
        class="table-box"
        role="region"
        aria-label="Rows, scrollable"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        ref={boxRef}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      >
        <table aria-rowcount={sorted.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              {columns.map((column) => (
                <HeadCell key={column} column={column} sort={sort} onSort={onSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            <Spacer rowCount={start} columnCount={columns.length} />
            {sorted.slice(start, end).map((row, index) => (
              <tr key={start + index} aria-rowindex={start + index + 2}>
                {columns.map((column) => (
                  <td key={column} class={typeof row[column] === "number" ? "is-number" : ""}>
                    {row[column] === null ? <span class="missing">null</span> : String(row[column])}
                  </td>
                ))}
              </tr>
            ))}
            <Spacer rowCount={sorted.length - end} columnCount={columns.length} />
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface HeadCellProps {
  readonly column: string;
  readonly sort: string | null;
  readonly onSort: (sort: string | null) => void;
}

/** Cycles through ascending, descending and unsorted. */
function HeadCell({ column, sort, onSort }: HeadCellProps) {
  const direction = sort === column ? "ascending" : sort === `-${column}` ? "descending" : "none";
  const next = direction === "none" ? column : direction === "ascending" ? `-${column}` : null;
  return (
    <th scope="col" aria-sort={direction}>
      <button type="button" onClick={() => onSort(next)}>
        {column}
        <span class="sort-mark" aria-hidden="true">
          {direction === "ascending" ? "▲" : direction === "descending" ? "▼" : ""}
        </span>
      </button>
    </th>
  );
}

/** Takes the space of rows that are not rendered. */
function Spacer({ rowCount, columnCount }: { readonly rowCount: number; readonly columnCount: number }) {
  if (rowCount <= 0) return null;
  return (
    <tr class="spacer">
      <td colSpan={columnCount} style={{ height: `${rowCount * ROW_HEIGHT}px` }} />
    </tr>
  );
}

function sortRows(rows: readonly Row[], sort: string | null, modelSizes: ModelSizes): readonly Row[] {
  if (sort === null) return rows;
  const isDescending = sort.startsWith("-");
  const column = isDescending ? sort.slice(1) : sort;
  const direction = isDescending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [a[column] ?? null, b[column] ?? null];
    // Nulls come last in both directions, as in the API.
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return direction * compareCells(left, right, modelSizes);
  });
}

/** Compares model sizes, numbers and numeric text as numbers, other text by code unit. */
function compareCells(a: NonNullable<Cell>, b: NonNullable<Cell>, modelSizes: ModelSizes): number {
  const [left, right] = [String(a), String(b)];
  if (modelSizes.has(left) && modelSizes.has(right)) return modelSizes.compare(left, right);
  const difference = Number(left) - Number(right);
  if (!Number.isNaN(difference)) return difference;
  return left < right ? -1 : left > right ? 1 : 0;
}
