/** Random texts of decimal numbers: doubles as they are printed, any digits, and the middles of two doubles. */
import type { SeededRandom } from "./seeded-random.js";

export function drawDecimal(random: SeededRandom): string {
  const draw = random.pick([
    () => String(random.next()),
    () => String(random.next() * 10 ** (random.below(12) - 6)),
    () => printDouble(random.anyDouble()),
    () => drawDigits(random),
    () => drawMiddle(random),
    () => (random.next() * 2).toFixed(random.below(20)),
    () => `${drawDigits(random)}e${random.pick(["-", "+", ""])}${String(random.below(30)).padStart(2, "0")}`,
  ]);
  return `${random.chance(0.2) ? "-" : ""}${draw().replace(/^-/, "")}`;
}

/** As Python prints it, which has no `e+21` before 1e16; what is not finite as 0. */
function printDouble(value: number): string {
  return Number.isFinite(value) ? String(value) : "0";
}

function drawDigits(random: SeededRandom): string {
  const count = 1 + random.below(20);
  const digits = Array.from({ length: count }, () => random.below(10)).join("");
  const point = 1 + random.below(count);
  const text = point === count ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return text.replace(/^0+(?=\d)/, "");
}

/** Within a few digits of the middle between two doubles, where rounding is hardest. */
function drawMiddle(random: SeededRandom): string {
  const value = random.next() + 0.1;
  const [units] = new BigUint64Array(Float64Array.of(value).buffer);
  const [next] = new Float64Array(BigUint64Array.of(units + 1n).buffer);
  const scale = 10n ** 25n;
  const exact = (number: number) => BigInt(Math.round(number * 2 ** 53)) * (scale / 2n ** 25n) * 2n ** 25n;
  const middle = (exact(value) + exact(next)) / 2n / 2n ** 53n;
  const digits = middle
    .toString()
    .padStart(25, "0")
    .slice(0, 16 + random.below(3));
  return `${value >= 1 ? "1" : "0"}.${value >= 1 ? digits.slice(1) : digits}`;
}
