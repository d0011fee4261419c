/** A map keyed by two objects, of which it holds the first weakly. */
export class WeakPairMap<First extends WeakKey, Second, Value> {
  readonly #values = new WeakMap<First, Map<Second, Value>>();

  /** The value of a pair; `build` makes it on the first call for the pair. */
  getOrBuild(first: First, second: Second, build: () => Value): Value {
    let bySecond = this.#values.get(first);
    if (bySecond === undefined) {
      bySecond = new Map();
      this.#values.set(first, bySecond);
    }
    let value = bySecond.get(second);
    if (value === undefined) {
      value = build();
      bySecond.set(second, value);
    }
    return value;
  }
}
