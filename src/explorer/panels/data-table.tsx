/** The shown rows as a table: sorted by any column, and only those rows in the page that can be seen. */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Cell, Row } from "../answer-rows.js";
import { compareModelSizes, parseModelSize } from "../model-sizes.js";
import { formatCount } from "../numbers.js";

interface DataTableProps {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** A column, with `-` in front for descending; null for the order of `rows`. */
  readonly sort: string | null;
  readonly onSort: (sort: string | null) => void;
}

/** Has to be the height that the style sheet gives a row. */
const ROW_HEIGHT = 32;
const OVERSCAN = 6;

export function DataTable({ columns, rows, sort, onSort }: DataTableProps) {
  const boxRef = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(400);
  const sorted = useMemo(() => sortRows(rows, sort), [rows, sort]);
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
        The rows of the chart <span class="count">{formatCount(rows.length)}</span>
      </h3>
      {/* biome-ignore lint/a11y/useSemanticElements: a region that scrolls has to be reached by the keyboard */}
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

/** Ascending, then descending, then as it came. */
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

/** Takes the room of rows that are not in the page. */
function Spacer({ rowCount, columnCount }: { readonly rowCount: number; readonly columnCount: number }) {
  if (rowCount <= 0) return null;
  return (
    <tr class="spacer">
      <td colSpan={columnCount} style={{ height: `${rowCount * ROW_HEIGHT}px` }} />
    </tr>
  );
}

function sortRows(rows: readonly Row[], sort: string | null): readonly Row[] {
  if (sort === null) return rows;
  const isDescending = sort.startsWith("-");
  const column = isDescending ? sort.slice(1) : sort;
  const direction = isDescending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [left, right] = [a[column] ?? null, b[column] ?? null];
    // What is missing comes last in both directions, as in the API.
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return direction * compareCells(left, right);
  });
}

/** Numbers, sizes and text that is all number compare as numbers. */
function compareCells(a: NonNullable<Cell>, b: NonNullable<Cell>): number {
  const [left, right] = [String(a), String(b)];
  if (!Number.isNaN(parseModelSize(left)) && !Number.isNaN(parseModelSize(right)))
    return compareModelSizes(left, right);
  const difference = Number(left) - Number(right);
  if (!Number.isNaN(difference)) return difference;
  return left < right ? -1 : left > right ? 1 : 0;
}
