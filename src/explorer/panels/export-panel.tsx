/** Exports what is shown: the query as code, the rows as files, the chart as an image. */
import { useState } from "preact/hooks";
import { formatExportPath, type Parameter } from "../api-paths.js";
import { buildChartSvg, type ChartFile, downloadBlob, encodePng, encodeSvg } from "../charts/chart-file.js";
import { copyText } from "../clipboard.js";
import { buildCodeSnippets } from "../code-snippets.js";
import type { View } from "../page-state.js";
import { showToast } from "../toast.js";

interface ExportPanelProps {
  readonly view: View;
  /** Selects the shown rows. */
  readonly query: readonly Parameter[];
  /** The number of shown rows; without any there is nothing to export. */
  readonly rowCount: number;
  /** Explains a query that finds other rows than the chart shows; null where they are the same. */
  readonly note: string | null;
  readonly chart: ChartFile;
  /** Without an extension. */
  readonly fileName: string;
}

const DOWNLOADS = [
  ["CSV", ".csv"],
  ["JSON", ".json"],
  ["Arrow", ".arrow"],
  ["Parquet", ".parquet"],
] as const;

export function ExportPanel(props: ExportPanelProps) {
  return (
    <section class="export-panel card" aria-labelledby="export-title">
      <h3 id="export-title">Export</h3>
      {props.rowCount === 0 ? (
        <p class="chart-note">No rows are shown, so there is nothing to export.</p>
      ) : (
        <ExportOptions {...props} />
      )}
    </section>
  );
}

function ExportOptions({ view, query, chart, fileName, note }: ExportPanelProps) {
  const [shownName, setShownName] = useState("API URL");
  const urlOf = (extension: "" | ".csv" | ".parquet") =>
    location.origin + formatExportPath(view, query, extension);
  const snippets = buildCodeSnippets({ json: urlOf(""), csv: urlOf(".csv"), parquet: urlOf(".parquet") });
  const shown = snippets.find(({ name }) => name === shownName) ?? snippets[0];
  const saveChart = async (kind: "svg" | "png") => {
    try {
      const svg = buildChartSvg(chart);
      downloadBlob(kind === "svg" ? encodeSvg(svg) : await encodePng(svg), `${fileName}.${kind}`);
    } catch (error) {
      showToast(`The chart cannot be saved as ${kind.toUpperCase()}: ${describeError(error)}`);
      return;
    }
    showToast(`Chart saved as ${kind.toUpperCase()}`);
  };
  return (
    <div class="export-options">
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
      {/* biome-ignore lint/a11y/useSemanticElements: a scrollable region needs keyboard focus */}
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
      {note !== null && <p class="export-note">{note}</p>}
      {/* biome-ignore lint/a11y/useSemanticElements: links and buttons, not fields */}
      <div class="buttons" role="group" aria-labelledby="download-label">
        {DOWNLOADS.map(([name, extension]) => (
          <a class="button" key={name} href={formatExportPath(view, query, extension, true)} download="">
            <span class="visually-hidden">Rows as </span>
            {name}
          </a>
        ))}
        <span class="divider" aria-hidden="true" />
        <button type="button" class="button" onClick={() => void saveChart("svg")}>
          Chart as SVG
        </button>
        <button type="button" class="button" onClick={() => void saveChart("png")}>
          Chart as PNG
        </button>
      </div>
    </div>
  );
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
