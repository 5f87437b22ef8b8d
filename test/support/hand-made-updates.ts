/** Yjs updates written byte by byte, for what no honest client would send. */
import * as encoding from 'lib0/encoding';

export type HandMadeStruct =
  | { readonly gc: number }
  | {
      readonly origin?: readonly [client: number, clock: number];
      readonly rightOrigin?: readonly [client: number, clock: number];
      readonly root?: string;
      readonly parent?: readonly [client: number, clock: number];
      readonly key?: string;
      readonly content?: number;
      /** The content's bytes, without its reference. */
      readonly body?: Uint8Array;
    };

export type HandMade = {
  readonly clients?: readonly { readonly client: number; readonly clock: number; readonly structs: readonly HandMadeStruct[] }[];
  readonly deletes?: readonly (readonly [client: number, clock: number, length: number])[];
};

const ONE_VALUE = new Uint8Array([1, 125, 1]);

export function handMade({ clients = [], deletes = [] }: HandMade): Uint8Array {
  return encoding.encode((e) => {
    encoding.writeVarUint(e, clients.length);
    for (const { client, clock, structs } of clients) {
      for (const n of [structs.length, client, clock]) encoding.writeVarUint(e, n);
      for (const struct of structs) writeStruct(e, struct);
    }
    encoding.writeVarUint(e, deletes.length);
    for (const [client, clock, length] of deletes) for (const n of [client, 1, clock, length]) encoding.writeVarUint(e, n);
  });
}

function writeStruct(e: encoding.Encoder, struct: HandMadeStruct): void {
  if ('gc' in struct) {
    encoding.writeUint8(e, 0);
    return encoding.writeVarUint(e, struct.gc);
  }
  const { origin, rightOrigin, root, parent, key, content = 8, body = ONE_VALUE } = struct;
  encoding.writeUint8(e, content | (origin ? 0x80 : 0) | (rightOrigin ? 0x40 : 0) | (key === undefined ? 0 : 0x20));
  for (const id of [origin, rightOrigin]) if (id) for (const n of id) encoding.writeVarUint(e, n);
  if (!origin && !rightOrigin) {
    encoding.writeVarUint(e, parent ? 0 : 1);
    if (parent) for (const n of parent) encoding.writeVarUint(e, n);
    else encoding.writeVarString(e, root ?? 'deposits');
    if (key !== undefined) encoding.writeVarString(e, key);
  }
  encoding.writeUint8Array(e, body);
}
