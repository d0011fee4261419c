/** The legend: a ranking of recipes that isolates, hides and highlights them. */
import { useId } from "preact/hooks";
import { Swatch } from "../controls/option-list.js";
import { formatValue } from "../number-format.js";

export interface LegendEntry {
  readonly recipe: string;
  readonly color: string;
  /** Shown after the name; null for none. */
  readonly value: number | null;
  /** Shown before the value. */
  readonly detail?: string;
}

interface RankedLegendProps {
  readonly title: string;
  /** What the values are. */
  readonly note: string;
  readonly entries: readonly LegendEntry[];
  readonly isRanked: boolean;
  /** The single best recipe; null for none. */
  readonly winner: string | null;
  readonly isolated: string | null;
  readonly hidden: readonly string[];
  readonly highlighted: string | null;
  readonly sizes: readonly string[];
  readonly rankSize: string | null;
  readonly formatEntry?: (value: number) => string;
  readonly onRankSize: (size: string) => void;
  readonly onIsolate: (recipe: string | null) => void;
  readonly onHide: (recipes: readonly string[]) => void;
  readonly onHighlight: (recipe: string | null) => void;
}

export function RankedLegend(props: RankedLegendProps) {
  const { title, note, entries, isRanked, isolated, hidden, sizes, rankSize, onIsolate, onHide } = props;
  const id = useId();
  const isChanged = isolated !== null || hidden.length > 0;
  return (
    <section class="legend" aria-labelledby={id}>
      <div class="legend-head">
        <h3 id={id}>{title}</h3>
        {sizes.length > 1 && rankSize !== null && (
          <label class="legend-size">
            <span class="visually-hidden">Rank at size</span>
            <select value={rankSize} onChange={(event) => props.onRankSize(event.currentTarget.value)}>
              {sizes.map((size) => (
                <option key={size} value={size} selected={size === rankSize}>
                  at {size}
                </option>
              ))}
            </select>
          </label>
        )}
        <p class="legend-note">{note}</p>
      </div>
      <ol class="legend-list" onMouseLeave={() => props.onHighlight(null)}>
        {entries.map((entry) => (
          <LegendRow
            key={entry.recipe}
            {...props}
            entry={entry}
            rank={isRanked ? formatRank(entries, entry) : null}
          />
        ))}
      </ol>
      {isChanged && (
        <button
          type="button"
          class="button legend-reset"
          onClick={() => {
            onIsolate(null);
            onHide([]);
          }}
        >
          Show all
        </button>
      )}
    </section>
  );
}

/** Equal values share a rank; without a value there is none. */
function formatRank(entries: readonly LegendEntry[], { value }: LegendEntry): string {
  return value === null ? "" : String(entries.findIndex((each) => each.value === value) + 1);
}

function LegendRow({
  entry,
  rank,
  winner,
  isolated,
  hidden,
  highlighted,
  formatEntry = formatValue,
  onIsolate,
  onHide,
  onHighlight,
}: RankedLegendProps & { readonly entry: LegendEntry; readonly rank: string | null }) {
  const { recipe, color, value, detail } = entry;
  const isHidden = hidden.includes(recipe);
  const isShown = isolated === null ? !isHidden : isolated === recipe;
  const classes = [
    "legend-row",
    isShown ? "" : "is-off",
    highlighted === recipe ? "is-highlighted" : "",
    winner === recipe ? "is-best" : "",
  ];
  return (
    <li class={classes.filter(Boolean).join(" ")} onMouseEnter={() => onHighlight(recipe)}>
      {rank !== null && <span class="legend-rank">{rank}</span>}
      <button
        type="button"
        class="legend-hide"
        aria-label={`Hide ${recipe}`}
        aria-pressed={isHidden}
        title={isHidden ? "Show" : "Hide"}
        onClick={() => onHide(isHidden ? hidden.filter((each) => each !== recipe) : [...hidden, recipe])}
      >
        <Swatch color={color} />
      </button>
      <button
        type="button"
        class="legend-name"
        aria-pressed={isolated === recipe}
        title={isolated === recipe ? "Show the others" : "Show only this recipe"}
        onClick={() => onIsolate(isolated === recipe ? null : recipe)}
        onFocus={() => onHighlight(recipe)}
        onBlur={() => onHighlight(null)}
      >
        {recipe}
      </button>
      {detail !== undefined && <span class="legend-detail">{detail}</span>}
      {value !== null && <span class="legend-value">{formatEntry(value)}</span>}
    </li>
  );
}
