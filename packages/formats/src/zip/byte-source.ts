/** Bytes that are asked for where they stand: a file that is larger than the memory there is for it. */
export type ByteSource = {
  readonly size: number;
  /** The bytes of `from` up to `to`, both within `size`; exactly as many, or it throws. */
  read(from: number, to: number): Promise<Uint8Array<ArrayBuffer>>;
};
