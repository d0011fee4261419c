/** An SVG line chart of growth; both axes are logarithmic, so that growth in proportion is a straight diagonal. */

const WIDTH = 640;
const HEIGHT = 340;
const LEFT = 50;
const RIGHT = 200;
const TOP = 20;
const BOTTOM = 40;
const LABEL_HEIGHT = 15;
const COLORS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8c6d1f"];

/** Draws `series` of `{ name, values }` over `scales`, each relative to its first value. */
export function drawGrowthChart(scales, series) {
  const lines = series.map(({ name, values }, index) => ({
    name,
    color: COLORS[index % COLORS.length],
    ratios: values.map((value) => value / values[0]),
  }));
  const largest = scales.at(-1);
  const ratios = lines.flatMap((line) => line.ratios);
  const max = Math.max(largest, ...ratios);
  const min = Math.min(1, ...ratios);
  const x = (scale) => LEFT + (Math.log(scale) / Math.log(largest)) * (WIDTH - LEFT - RIGHT);
  const y = (ratio) =>
    HEIGHT - BOTTOM - (Math.log(ratio / min) / Math.log(max / min)) * (HEIGHT - TOP - BOTTOM);
  const polyline = (values, style) => {
    const points = scales.map((scale, index) => `${x(scale).toFixed(1)},${y(values[index]).toFixed(1)}`);
    return `<polyline fill="none" ${style} points="${points.join(" ")}"/>`;
  };
  const labelHeights = spreadLabels(lines.map((line) => y(line.ratios.at(-1))));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12"><title>Memory and latency against the number of rows</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...scales.flatMap((scale) => [
      `<line x1="${x(scale)}" y1="${TOP}" x2="${x(scale)}" y2="${HEIGHT - BOTTOM}" stroke="#ddd"/>`,
      text(x(scale), HEIGHT - BOTTOM + 16, `${scale}x rows`, 'text-anchor="middle"'),
      text(LEFT - 8, y(scale) + 4, `${scale}x`, 'text-anchor="end"'),
    ]),
    polyline(scales, 'stroke="#999" stroke-dasharray="4 4"'),
    text(x(largest) - 8, y(largest) - 6, "in proportion", 'text-anchor="end" fill="#777"'),
    ...lines.flatMap((line, index) => [
      polyline(line.ratios, `stroke="${line.color}" stroke-width="2"`),
      text(
        x(largest) + 8,
        labelHeights[index] + 4,
        `${line.name} ${line.ratios.at(-1).toFixed(1)}x`,
        `fill="${line.color}"`,
      ),
    ]),
    "</svg>",
    "",
  ].join("\n");
}

function text(x, y, content, style) {
  return `<text x="${x}" y="${y}" ${style}>${content}</text>`;
}

/** Moves labels down where they would overlap. */
function spreadLabels(heights) {
  const order = [...heights.keys()].sort((a, b) => heights[a] - heights[b]);
  const spread = [...heights];
  for (let index = 1; index < order.length; index++) {
    const above = spread[order[index - 1]];
    spread[order[index]] = Math.max(spread[order[index]], above + LABEL_HEIGHT);
  }
  return spread;
}
