/** A table: named columns of equal length. */
import { InvariantError } from "../errors.js";
import { type Column, getColumnLength } from "./column.js";

export class Table {
  readonly columns: readonly Column[];
  readonly rowCount: number;
  readonly #indexByName: ReadonlyMap<string, number>;

  /** Takes ownership of the columns. Throws InvariantError for unequal lengths and duplicate names. */
  constructor(columns: readonly Column[], rowCount: number) {
    const indexByName = new Map<string, number>();
    for (const [index, column] of columns.entries()) {
      if (getColumnLength(column) !== rowCount) {
        throw new InvariantError(
          `column "${column.name}" has ${getColumnLength(column)} rows, its table has ${rowCount}`,
        );
      }
      if (indexByName.has(column.name)) throw new InvariantError(`column "${column.name}" occurs twice`);
      indexByName.set(column.name, index);
    }
    this.columns = columns;
    this.rowCount = rowCount;
    this.#indexByName = indexByName;
  }

  /** Restores a table from a structured clone, which is plain data; it shares the arrays. */
  static fromClone({ columns, rowCount }: Table): Table {
    return new Table(columns, rowCount);
  }

  /** A new array of all row numbers. */
  allRows(): Uint32Array {
    return Uint32Array.from({ length: this.rowCount }, (_, row) => row);
  }

  find(name: string): Column | undefined {
    const index = this.#indexByName.get(name);
    return index === undefined ? undefined : this.columns[index];
  }

  /** Throws InvariantError for an unknown column. */
  get(name: string): Column {
    const column = this.find(name);
    if (column === undefined) throw new InvariantError(`there is no column "${name}"`);
    return column;
  }

  /** As get, and throws InvariantError for a column of another kind. */
  getOfKind<K extends Column["kind"]>(name: string, kind: K): Extract<Column, { kind: K }> {
    const column = this.get(name);
    if (column.kind !== kind) throw new InvariantError(`column "${name}" is ${column.kind}, not ${kind}`);
    return column as Extract<Column, { kind: K }>;
  }
}
