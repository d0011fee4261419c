/** What is used of a library without types of its own. */
declare module "seek-bzip" {
  class Stream {}
  interface Source extends Stream {
    readByte(): number;
    eof(): boolean;
  }
  interface Sink {
    writeByte(byte: number): void;
  }
  const Bunzip: {
    readonly Stream: typeof Stream;
    decode(source: Source, sink: Sink, isMultistream: boolean): void;
  };
  export default Bunzip;
}
