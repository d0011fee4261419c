/** The answer most people come for: which recipe is best at each size, one card a size. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { findRecipeColor, type RecipeColors } from "../charts/recipe-colors.js";
import { Swatch } from "../controls/option-list.js";
import { formatCompact } from "../numbers.js";
import { type FinalValues, rankRecipes } from "../ranking.js";
import type { ColorScheme } from "../use-color-scheme.js";
import { findLeaders } from "../verdict.js";

/** As many fit on a phone. */
const CARDS_IN_SIGHT = 6;

interface BestBySizeProps {
  readonly title: string;
  readonly values: FinalValues;
  readonly isHigherBetter: boolean | null;
  readonly rankSize: string | null;
  /** Whether somebody chose this size. */
  readonly isAskedFor: boolean;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
  readonly onRankSize: (size: string) => void;
}

export function BestBySize(props: BestBySizeProps) {
  const listRef = useRef<HTMLUListElement>(null);
  const { title, values, isHigherBetter, rankSize, isAskedFor, colors, scheme, onRankSize } = props;
  // Where the cards scroll, the pressed one is in sight.
  useLayoutEffect(() => {
    const list = listRef.current;
    const card = list?.querySelector<HTMLElement>("[aria-pressed=true]");
    if (list == null || card == null) return;
    // The largest is pressed unless another is asked for, and the cards begin with the smallest.
    if (!isAskedFor) return;
    list.scrollLeft = card.offsetLeft - list.offsetLeft - list.clientWidth / 2;
  }, [rankSize, isAskedFor]);
  return (
    <section class="best" aria-label={title}>
      <h3 class="best-title">
        {title}
        {values.size > CARDS_IN_SIGHT && (
          <span class="best-hint" aria-hidden="true">
            swipe for all {values.size} →
          </span>
        )}
      </h3>
      <ul class="best-list" ref={listRef}>
        {[...values.keys()].map((size) => {
          const ranking = rankRecipes(values, size, isHigherBetter);
          const [best] = ranking;
          const leaders = findLeaders(ranking);
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
                <span class="best-value">{formatCompact(best.value)}</span>
                <span class="best-recipe">
                  {leaders.length === 1 ? (
                    <>
                      <Swatch color={findRecipeColor(colors, best.data, scheme)} />
                      <span>{best.data}</span>
                    </>
                  ) : leaders.length === ranking.length ? (
                    "all are equal"
                  ) : (
                    `shared by ${leaders.length}`
                  )}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
