/** Everything to take along: the query as code, the rows as files, the chart as a picture. */
import { useState } from "preact/hooks";
import { announce, copyText } from "../announcements.js";
import { buildChartSvg, type ChartFile, encodePng, encodeSvg, saveFile } from "../charts/chart-file.js";
import { buildCodeSnippets } from "../code-snippets.js";
import { formatTakeAwayPath, type Parameter } from "../page-query.js";
import type { View } from "../page-state.js";

interface TakeAwayProps {
  readonly view: View;
  /** Selects just the rows that are shown. */
  readonly query: readonly Parameter[];
  /** Of the shown rows; where there are none, there is nothing to take. */
  readonly rowCount: number;
  /** Said of the rows that the query finds, where they are not just those of the chart. */
  readonly note: string | null;
  readonly chart: ChartFile;
  /** Without an ending. */
  readonly fileName: string;
}

const DOWNLOADS = [
  ["CSV", ".csv"],
  ["JSON", ".json"],
  ["Arrow", ".arrow"],
] as const;

export function TakeAway(props: TakeAwayProps) {
  return (
    <section class="take-away card" aria-labelledby="take-away-title">
      <h3 id="take-away-title">Take it with you</h3>
      {props.rowCount === 0 ? (
        <p class="chart-note">No rows are shown, so there are none to take.</p>
      ) : (
        <TakeAwayRows {...props} />
      )}
    </section>
  );
}

function TakeAwayRows({ view, query, chart, fileName, note }: TakeAwayProps) {
  const [shownName, setShownName] = useState("API URL");
  const urlOf = (ending: "" | ".csv" | ".arrow") => location.origin + formatTakeAwayPath(view, query, ending);
  const snippets = buildCodeSnippets({ json: urlOf(""), csv: urlOf(".csv"), arrow: urlOf(".arrow") });
  const shown = snippets.find(({ name }) => name === shownName) ?? snippets[0];
  const savePicture = async (kind: "svg" | "png") => {
    const svg = buildChartSvg(chart);
    saveFile(kind === "svg" ? encodeSvg(svg) : await encodePng(svg), `${fileName}.${kind}`);
    announce(`Chart saved as ${kind.toUpperCase()}`);
  };
  return (
    <div class="take-away-rows">
      <p id="copy-label">Copy this query as</p>
      {/* biome-ignore lint/a11y/useSemanticElements: buttons, not fields */}
      <div class="buttons" role="group" aria-labelledby="copy-label">
        {snippets.map(({ name, code }) => (
          <button
            type="button"
            key={name}
            class={`button${name === shown.name ? " is-shown" : ""}`}
            onClick={() => {
              setShownName(name);
              void copyText(code, name);
            }}
          >
            {name}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a region that scrolls has to be reached by the keyboard */}
      <div
        class="code"
        role="region"
        aria-label={`The query as ${shown.name}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
      >
        <pre>{shown.code}</pre>
      </div>
      <p id="download-label">Download</p>
      {note !== null && <p class="take-away-note">{note}</p>}
      {/* biome-ignore lint/a11y/useSemanticElements: links and buttons, not fields */}
      <div class="buttons" role="group" aria-labelledby="download-label">
        {DOWNLOADS.map(([name, ending]) => (
          <a class="button" key={name} href={formatTakeAwayPath(view, query, ending, true)} download="">
            <span class="visually-hidden">Rows as </span>
            {name}
          </a>
        ))}
        <span class="divider" aria-hidden="true" />
        <button type="button" class="button" onClick={() => void savePicture("svg")}>
          Chart as SVG
        </button>
        <button type="button" class="button" onClick={() => void savePicture("png")}>
          Chart as PNG
        </button>
      </div>
    </div>
  );
}
