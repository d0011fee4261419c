/** Parses decimal numbers out of bytes, without a string for each, to the same doubles as `Number`. */

/** The powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** The upper halves of their significands. */
const POWER_HIGHS = POWERS.map(splitHigh);

/** The digits of one accumulator: with a factor of up to 1e9 it takes at most 51 bits. */
const MAX_PART_DIGITS = 9;
/** Integers of so many digits are exact doubles. */
const MAX_EXACT_DIGITS = 15;
/** Rejects quotients so close to the middle of two doubles that the error of the remainder could matter. */
const MARGIN = 1.000001;

const [PLUS, MINUS, POINT, ZERO, UPPER_E, LOWER_E] = [43, 45, 46, 48, 69, 101];

export class DecimalScanner {
  /** The offset after the last number. */
  end = 0;

  /**
   * Parses the number that starts at `start` and ends before `limit`. Returns NaN for anything that is not a JSON number,
   * and for the numbers that take more than 18 digits or powers of ten beyond 1e22.
   */
  scan(bytes: Uint8Array, start: number, limit: number): number {
    const isNegative = bytes[start] === MINUS;
    const first = isNegative ? start + 1 : start;
    let [high, low, highDigits, lowDigits] = [0, 0, 0, 0];
    let point = -1;
    let at = first;
    for (; at < limit; at++) {
      const digit = bytes[at] - ZERO;
      if (digit >= 0 && digit <= 9) {
        if (highDigits < MAX_PART_DIGITS) {
          high = high * 10 + digit;
          if (high > 0) highDigits++;
        } else {
          low = low * 10 + digit;
          lowDigits++;
        }
      } else if (bytes[at] === POINT && point < 0) point = at;
      else break;
    }
    const integerEnd = point < 0 ? at : point;
    const hasLeadingZero = bytes[first] === ZERO && integerEnd > first + 1;
    if (integerEnd === first || at === point + 1 || hasLeadingZero) return Number.NaN;
    if (lowDigits > MAX_PART_DIGITS) return Number.NaN;
    const exponent = this.#scanExponent(bytes, at, limit);
    const scale = (point < 0 ? 0 : at - point - 1) - exponent;
    const value = divide(high * POWERS[lowDigits], low, highDigits + lowDigits, scale);
    return isNegative ? -value : value;
  }

  /** Parses `e-05`, if present, and sets `end`. Returns NaN for an exponent without digits. */
  #scanExponent(bytes: Uint8Array, start: number, limit: number): number {
    this.end = start;
    if (bytes[start] !== LOWER_E && bytes[start] !== UPPER_E) return 0;
    const isNegative = bytes[start + 1] === MINUS;
    const first = isNegative || bytes[start + 1] === PLUS ? start + 2 : start + 1;
    let exponent = 0;
    let at = first;
    for (; at < limit && bytes[at] >= ZERO && bytes[at] <= ZERO + 9; at++) {
      exponent = exponent * 10 + bytes[at] - ZERO;
    }
    this.end = at;
    if (at === first) return Number.NaN;
    return isNegative ? -exponent : exponent;
  }
}

/** The double nearest to (upper + low) / 10^scale, or NaN if it cannot be determined here. Both parts are exact. */
function divide(upper: number, low: number, digits: number, scale: number): number {
  const sum = upper + low;
  if (digits <= MAX_EXACT_DIGITS) {
    if (scale === 0) return sum;
    if (scale > 0 && scale < POWERS.length) return sum / POWERS[scale];
    return scale < 0 && -scale < POWERS.length ? sum * POWERS[-scale] : Number.NaN;
  }
  if (!(scale > 0 && scale < POWERS.length)) return Number.NaN;
  const sumError = low - (sum - upper);
  const power = POWERS[scale];
  const quotient = sum / power;
  // The remainder by an exact product (Dekker).
  const [powerHigh, quotientHigh] = [POWER_HIGHS[scale], splitHigh(quotient)];
  const [powerLow, quotientLow] = [power - powerHigh, quotient - quotientHigh];
  const product = quotient * power;
  const productError =
    quotientHigh * powerHigh -
    product +
    quotientHigh * powerLow +
    quotientLow * powerHigh +
    quotientLow * powerLow;
  const correction = (sum - product - productError + sumError) / power;
  const result = quotient + correction;
  const rest = correction - (result - quotient);
  return result + rest * MARGIN === result ? result : Number.NaN;
}

/** The upper 26 bits of a significand (Veltkamp). */
function splitHigh(value: number): number {
  const scaled = value * (2 ** 27 + 1);
  return scaled - (scaled - value);
}
