/** Order and parameter counts of the model sizes, from the facets of the API. */
import type { Facets } from "../client/index.js";

export type SizeFacet = Facets["data"]["params"][number];

export class ModelSizes {
  readonly #sizes: readonly SizeFacet[];
  readonly #indexByName: ReadonlyMap<string, number>;

  /** `sizes` are in numeric order. */
  constructor(sizes: readonly SizeFacet[]) {
    this.#sizes = sizes;
    this.#indexByName = new Map(sizes.map(({ value }, index) => [value, index]));
  }

  has(size: string): boolean {
    return this.#indexByName.has(size);
  }

  /** The number of parameters; NaN for a size that is not listed or whose name has no number. */
  parametersOf(size: string): number {
    const index = this.#indexByName.get(size);
    return index === undefined ? Number.NaN : (this.#sizes[index].parameters ?? Number.NaN);
  }

  /** Compares by number. Sizes that are not listed come last, by name. */
  compare(a: string, b: string): number {
    const last = this.#sizes.length;
    const order = (this.#indexByName.get(a) ?? last) - (this.#indexByName.get(b) ?? last);
    return order || (a < b ? -1 : a > b ? 1 : 0);
  }
}
