declare module "snappyjs" {
  /** Throws where the content contradicts itself. */
  export function uncompress(compressed: Buffer): Buffer;
}
