/** The legend of dash patterns by size. */
import { DASHES } from "../charts/curves-chart.js";

export function DashLegend({ sizes }: { readonly sizes: readonly string[] }) {
  return (
    <ul class="dash-legend" aria-label="Dashes by size">
      {sizes.map((size, index) => (
        <li key={size}>
          <svg width="36" height="8" aria-hidden="true">
            <line x1="0" x2="36" y1="4" y2="4" stroke-dasharray={DASHES[index % DASHES.length]} />
          </svg>
          {size}
        </li>
      ))}
    </ul>
  );
}
