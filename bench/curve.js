/** Draws curves over sizes as SVG, both scales logarithmic, so that growth in proportion is a straight diagonal. */

const WIDTH = 640;
const HEIGHT = 340;
const LEFT = 50;
const RIGHT = 200;
const TOP = 20;
const BOTTOM = 40;
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8c6d1f"];

/** `curves` are `{ name, values }`, every one drawn against its first value; `times` are the sizes. */
export function drawCurves(times, curves) {
  const largest = times.at(-1);
  const tops = curves.flatMap(({ values }) => values.map((value) => value / values[0]));
  const high = Math.max(largest, ...tops);
  const low = Math.min(1, ...tops);
  const x = (value) => LEFT + (Math.log(value) / Math.log(largest)) * (WIDTH - LEFT - RIGHT);
  const y = (value) =>
    HEIGHT - BOTTOM - (Math.log(value / low) / Math.log(high / low)) * (HEIGHT - TOP - BOTTOM);
  const line = (values, look) =>
    `<polyline fill="none" ${look} points="${times.map((time, index) => `${x(time).toFixed(1)},${y(values[index]).toFixed(1)}`).join(" ")}"/>`;
  const text = (atX, atY, content, look = "") => `<text x="${atX}" y="${atY}" ${look}>${content}</text>`;
  const labels = spreadLabels(curves.map(({ values }) => y(values.at(-1) / values[0])));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12"><title>Memory and latency against the number of rows</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...times.flatMap((time) => [
      `<line x1="${x(time)}" y1="${TOP}" x2="${x(time)}" y2="${HEIGHT - BOTTOM}" stroke="#ddd"/>`,
      text(x(time), HEIGHT - BOTTOM + 16, `${time}x rows`, 'text-anchor="middle"'),
      text(LEFT - 8, y(time) + 4, `${time}x`, 'text-anchor="end"'),
    ]),
    line(times, 'stroke="#999" stroke-dasharray="4 4"'),
    text(x(largest) - 8, y(largest) - 6, "in proportion", 'text-anchor="end" fill="#777"'),
    ...curves.flatMap(({ name, values }, index) => [
      line(
        values.map((value) => value / values[0]),
        `stroke="${COLOURS[index % COLOURS.length]}" stroke-width="2"`,
      ),
      text(
        x(largest) + 8,
        labels[index] + 4,
        `${name} ${(values.at(-1) / values[0]).toFixed(1)}x`,
        `fill="${COLOURS[index % COLOURS.length]}"`,
      ),
    ]),
    "</svg>",
    "",
  ].join("\n");
}

/** Heights of labels near those asked for, at least a line apart. */
function spreadLabels(heights) {
  const order = [...heights.keys()].sort((a, b) => heights[a] - heights[b]);
  const spread = [...heights];
  for (let place = 1; place < order.length; place++) {
    spread[order[place]] = Math.max(spread[order[place]], spread[order[place - 1]] + 15);
  }
  return spread;
}
