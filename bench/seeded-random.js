/** Random order and random numbers that are the same in every run. */

/** The numbers below `count`, each once, far from their neighbours; `seed` chooses the first. */
export function* permute(count, seed) {
  let stride = Math.max(1, Math.floor(count * 0.6180339887));
  while (findDivisor(stride, count) !== 1) stride++;
  for (let step = 0, number = seed % count; step < count; step++, number = (number + stride) % count)
    yield number;
}

/** Returns a function that returns numbers from 0 to 1 (mulberry32). */
export function buildRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The greatest common divisor. */
function findDivisor(a, b) {
  return b === 0 ? a : findDivisor(b, a % b);
}
