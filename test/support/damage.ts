/** Damage as bad disks, cut copies and bad writers make it. */
import type { SeededRandom } from "./seeded-random.js";

/** A copy of a Parquet file with one to three changed bytes, in the footer as often as in the pages. */
export function damageParquet(golden: Buffer, random: SeededRandom): Buffer {
  const bytes = Buffer.from(golden);
  const footerStart = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
  for (let count = 1 + random.below(3); count > 0; count--) {
    const isInFooter = random.chance(0.5);
    const at = isInFooter
      ? footerStart + random.below(bytes.length - footerStart)
      : random.below(footerStart);
    bytes[at] = random.chance(0.5) ? random.below(256) : bytes[at] ^ (1 << random.below(8));
  }
  return bytes;
}

/** A copy of a pickle with one to four changed bytes, and now and then a piece copied over another. */
export function damagePickle(golden: Buffer, random: SeededRandom): Buffer {
  const bytes = Buffer.from(golden);
  for (let count = 1 + random.below(4); count > 0; count--) {
    bytes[random.below(bytes.length)] = random.chance(0.5)
      ? random.below(256)
      : bytes[random.below(bytes.length)];
  }
  if (random.chance(0.2)) {
    bytes.copyWithin(random.below(bytes.length), random.below(bytes.length), random.below(bytes.length));
  }
  return bytes;
}
