/** What is made once for every pair of objects, and forgotten when the first of the two is. */
export class PairMemo<First extends WeakKey, Second, Value> {
  readonly #values = new WeakMap<First, Map<Second, Value>>();

  /** The value of a pair, made by `make` when it is asked for first. */
  get(first: First, second: Second, make: () => Value): Value {
    let bySecond = this.#values.get(first);
    if (bySecond === undefined) {
      bySecond = new Map();
      this.#values.set(first, bySecond);
    }
    let value = bySecond.get(second);
    if (value === undefined) {
      value = make();
      bySecond.set(second, value);
    }
    return value;
  }
}
