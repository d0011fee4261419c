/** How the chart is drawn: axes, their scales, and what tells sizes apart. */
import type { PageState, Scale } from "../page-state.js";
import type { Navigate } from "../use-page-state.js";
import { Choice } from "./choice.js";

const SCALE_OPTIONS = [
  ["linear", "linear"],
  ["log", "log"],
] as const;

interface ChartOptionsProps {
  readonly state: PageState;
  /** What `auto` comes to here. */
  readonly usualX: "linear" | "log";
  readonly usualY: "linear" | "log";
  readonly navigate: Navigate;
}

export function ChartOptions({ state, usualX, usualY, navigate }: ChartOptionsProps) {
  const resolve = (scale: Scale, usual: "linear" | "log") => (scale === "auto" ? usual : scale);
  const shorten = (scale: "linear" | "log", usual: "linear" | "log"): Scale =>
    scale === usual ? "auto" : scale;
  return (
    <div class="chart-options">
      {state.view === "curves" && (
        <Choice
          legend="Along"
          options={[
            ["step", "step"],
            ["tokens", "tokens"],
            ["compute", "compute"],
          ]}
          chosen={state.x}
          onChoose={(x) => navigate({ x })}
        />
      )}
      <Choice
        legend="x axis"
        options={SCALE_OPTIONS}
        chosen={resolve(state.xScale, usualX)}
        onChoose={(scale) => navigate({ xScale: shorten(scale, usualX) })}
      />
      <Choice
        legend="y axis"
        options={SCALE_OPTIONS}
        chosen={resolve(state.yScale, usualY)}
        onChoose={(scale) => navigate({ yScale: shorten(scale, usualY) })}
      />
      {state.view === "curves" && (
        <Choice
          legend="Sizes"
          options={[
            ["facet", "side by side"],
            ["dash", "by dashes"],
          ]}
          chosen={state.split}
          onChoose={(split) => navigate({ split })}
        />
      )}
    </div>
  );
}
