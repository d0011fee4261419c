/** The options of the chart: x axis, scales, and how sizes are distinguished. */
import type { PageState, Scale } from "../page-state.js";
import type { Navigate } from "../use-page-state.js";
import { RadioGroup } from "./radio-group.js";

const SCALE_OPTIONS = [
  ["linear", "linear"],
  ["log", "log"],
] as const;

interface ChartOptionsProps {
  readonly state: PageState;
  /** What `auto` means for this chart. */
  readonly defaultX: "linear" | "log";
  readonly defaultY: "linear" | "log";
  readonly navigate: Navigate;
}

export function ChartOptions({ state, defaultX, defaultY, navigate }: ChartOptionsProps) {
  const resolve = (scale: Scale, standard: "linear" | "log") => (scale === "auto" ? standard : scale);
  const shorten = (scale: "linear" | "log", standard: "linear" | "log"): Scale =>
    scale === standard ? "auto" : scale;
  return (
    <div class="chart-options">
      {state.view === "curves" && (
        <RadioGroup
          legend="Against"
          options={[
            ["step", "step"],
            ["tokens", "tokens"],
            ["compute", "compute"],
          ]}
          selected={state.x}
          onSelect={(x) => navigate({ x })}
        />
      )}
      <RadioGroup
        legend="x axis"
        options={SCALE_OPTIONS}
        selected={resolve(state.xScale, defaultX)}
        onSelect={(scale) => navigate({ xScale: shorten(scale, defaultX) })}
      />
      <RadioGroup
        legend="y axis"
        options={SCALE_OPTIONS}
        selected={resolve(state.yScale, defaultY)}
        onSelect={(scale) => navigate({ yScale: shorten(scale, defaultY) })}
      />
      {state.view === "curves" && (
        <RadioGroup
          legend="Sizes"
          options={[
            ["facet", "side by side"],
            ["dash", "dashes"],
          ]}
          selected={state.split}
          onSelect={(split) => navigate({ split })}
        />
      )}
    </div>
  );
}
