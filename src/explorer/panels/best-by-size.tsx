/** The answer most people come for: which recipe is best at each size, one card a size. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { findRecipeColor, type RecipeColors } from "../charts/recipe-colors.js";
import { Swatch } from "../controls/option-list.js";
import { formatValue } from "../numbers.js";
import { type FinalValues, nameDirection, rankRecipes } from "../ranking.js";
import type { ColorScheme } from "../use-color-scheme.js";

interface BestBySizeProps {
  readonly metricName: string;
  readonly values: FinalValues;
  readonly isHigherBetter: boolean | null;
  readonly rankSize: string | null;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
  readonly onRankSize: (size: string) => void;
}

export function BestBySize(props: BestBySizeProps) {
  const listRef = useRef<HTMLUListElement>(null);
  const { metricName, values, isHigherBetter, rankSize, colors, scheme, onRankSize } = props;
  const direction = nameDirection(isHigherBetter);
  // Where the cards scroll, the pressed one is in sight.
  useLayoutEffect(() => {
    const list = listRef.current;
    const card = list?.querySelector<HTMLElement>("[aria-pressed=true]");
    if (list == null || card == null) return;
    list.scrollLeft = card.offsetLeft - list.offsetLeft - list.clientWidth / 2;
  }, [rankSize]);
  return (
    <section class="best" aria-label={`Recipe with the ${direction} ${metricName} at each size`}>
      <h3 class="best-title">
        {direction === "lowest" ? "Lowest" : "Highest"} {metricName} at each model size
      </h3>
      <ul class="best-list" ref={listRef}>
        {[...values.keys()].map((size) => {
          const [best] = rankRecipes(values, size, isHigherBetter);
          return (
            <li key={size}>
              <button
                type="button"
                class="best-card"
                aria-pressed={size === rankSize}
                title={`Rank all recipes at ${size}`}
                onClick={() => onRankSize(size)}
              >
                <span class="best-size">{size}</span>
                <span class="best-value">{formatValue(best.value)}</span>
                <span class="best-recipe">
                  <Swatch color={findRecipeColor(colors, best.data, scheme)} />
                  <span>{best.data}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
