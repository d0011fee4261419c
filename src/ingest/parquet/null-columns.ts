/** Columns of only nulls. Those of one file share their arrays, so any number of them takes little memory. */
import type { Column } from "../../table/column.js";
import type { ValueBudget } from "./bounds.js";
import type { NullKind } from "./stored-values.js";

export class NullColumns {
  readonly #rowCount: number;
  readonly #budget: ValueBudget;
  #codes: Int32Array | null = null;
  #doubles: Float64Array | null = null;
  #cells: readonly null[] | null = null;

  constructor(rowCount: number, budget: ValueBudget) {
    this.#rowCount = rowCount;
    this.#budget = budget;
  }

  build(name: string, kind: NullKind): Column {
    switch (kind) {
      case "dictionary":
        this.#codes ??= new Int32Array(this.#spend()).fill(-1);
        return { kind, name, codes: this.#codes, dictionary: [] };
      case "mixed":
        // `new Array(length)` is slow from 32 million on.
        this.#cells ??= Array.from(new Uint8Array(this.#spend()), () => null);
        return { kind, name, values: this.#cells };
      default:
        this.#doubles ??= new Float64Array(this.#spend()).fill(Number.NaN);
        return { kind, name, values: this.#doubles };
    }
  }

  #spend(): number {
    this.#budget.spend(this.#rowCount);
    return this.#rowCount;
  }
}
