/** One card per size with its best recipe. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { findRecipeColor, type RecipeColors } from "../charts/recipe-colors.js";
import { Swatch } from "../controls/option-list.js";
import { formatCompact } from "../number-format.js";
import { findLeaders, rankRecipes, type ValuesBySize } from "../ranking.js";
import { formatShortfall, type TrainingTokens } from "../training.js";
import type { ColorScheme } from "../use-color-scheme.js";

/** On a phone. */
const VISIBLE_CARDS = 6;

interface BestBySizeProps {
  readonly title: string;
  readonly values: ValuesBySize;
  readonly training: TrainingTokens;
  readonly isHigherBetter: boolean | null;
  readonly rankSize: string | null;
  /** Whether the reader selected the size, rather than it being the default. */
  readonly isRankSizeSelected: boolean;
  readonly colors: RecipeColors;
  readonly scheme: ColorScheme;
  readonly onRankSize: (size: string) => void;
}

export function BestBySize(props: BestBySizeProps) {
  const listRef = useRef<HTMLUListElement>(null);
  const { title, values, training, isHigherBetter, rankSize, isRankSizeSelected, colors, scheme } = props;
  // Where the cards scroll, a selected size is scrolled to. The default is the largest, and the cards start with the smallest.
  useLayoutEffect(() => {
    const list = listRef.current;
    const card = list?.querySelector<HTMLElement>("[aria-pressed=true]");
    if (!isRankSizeSelected || list == null || card == null) return;
    list.scrollLeft = card.offsetLeft - list.offsetLeft - list.clientWidth / 2;
  }, [rankSize, isRankSizeSelected]);
  return (
    <section class="best" aria-label={title}>
      <h3 class="best-title">
        {title}
        {values.size > VISIBLE_CARDS && (
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
          const shortfall = formatShortfall(best, training);
          return (
            <li key={size}>
              <button
                type="button"
                class="best-card"
                aria-pressed={size === rankSize}
                title={`Rank all recipes at ${size}`}
                onClick={() => props.onRankSize(size)}
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
                    "all tied"
                  ) : (
                    `${leaders.length} tied`
                  )}
                </span>
                {shortfall !== null && <span class="best-training">{shortfall}</span>}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
