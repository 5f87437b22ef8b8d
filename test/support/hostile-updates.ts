/**
 * Draws hostile Yjs updates: rubbish, real updates with a few bytes changed, and structs that are almost right (known
 * clients, the next clock, origins and parents that exist or nearly do), so that every check of the accept path is reached.
 */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { handMade, type HandMade, type HandMadeStruct } from './hand-made-updates.ts';
import type { Draw } from './seeded-random.ts';

/** What a hostile writer knows of the room: its own ids, and everything a reader sees. */
export type HostileView = {
  readonly own: readonly number[];
  readonly room: Y.Doc;
  readonly root: string;
  readonly keys: readonly string[];
  /** Real updates of others and of its own, to change and to repeat. */
  readonly real: readonly Uint8Array[];
};

/** The smallest known attacks: seven bytes that make Yjs reserve 256 MiB, counts and lengths that lie. */
export const TINY: readonly Uint8Array[] = [
  [1, 255, 255, 255, 127, 1, 0],
  [255, 255, 255, 255, 127],
  [1, 1, 1, 0, 8, 255, 255, 255, 255, 15, 0],
  [0, 1, 1, 255, 255, 255, 127],
  [0, 255, 255, 255, 255, 15],
  [1, 0, 0, 0, 0],
  [0, 0, 0],
  [],
].map((bytes) => new Uint8Array(bytes));

const HUGE = [0, 1, 127, 128, 16_383, 2 ** 28 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 49, 2 ** 53 - 1];

export function hostileUpdate(draw: Draw, view: HostileView): Uint8Array {
  const kind = draw.below(20);
  if (kind === 0) return draw.one(TINY);
  if (kind === 1) return randomBytes(draw, draw.below(200));
  if (kind < 8 && view.real.length > 0) return changed(draw, view);
  return handMade(almostRight(draw, view));
}

/** A real update cut, with bytes changed, inserted, taken out or copied within it, or spliced with another one. */
function changed(draw: Draw, { real }: HostileView): Uint8Array {
  let bytes = [...draw.one(real)];
  for (let i = 1 + draw.below(3); i > 0; i--) {
    const at = draw.below(bytes.length + 1);
    switch (draw.below(6)) {
      case 0:
        bytes = bytes.slice(0, at);
        break;
      case 1:
        bytes.splice(at, 0, ...randomBytes(draw, 1 + draw.below(4)));
        break;
      case 2:
        bytes.splice(at, 1 + draw.below(3));
        break;
      case 3:
        bytes = [...bytes.slice(0, at), ...draw.one(real).slice(draw.below(8))];
        break;
      default:
        if (at < bytes.length) bytes[at] = draw.chance(0.5) ? draw.below(256) : (bytes[at] ?? 0) ^ (1 << draw.below(8));
    }
  }
  return new Uint8Array(bytes);
}

function almostRight(draw: Draw, view: HostileView): HandMade {
  const state = Y.decodeStateVector(Y.encodeStateVector(view.room));
  const known = [...state.keys()];
  const writers = Array.from({ length: draw.chance(0.8) ? 1 : draw.below(4) }, () =>
    draw.chance(0.9) || known.length === 0 ? draw.one(view.own) : draw.one(known),
  );
  const clients = writers.map((client) => {
    const next = state.get(client) ?? 0;
    const clock = draw.chance(0.85) ? next : draw.chance(0.5) ? draw.below(next + 3) : draw.one(HUGE);
    const count = draw.chance(0.9) ? 1 + draw.below(4) : draw.below(40);
    return { client, clock, structs: Array.from({ length: count }, (_, i) => almostStruct(draw, view, state, [client, clock + i])) };
  });
  const deletes = Array.from({ length: draw.chance(0.4) ? 1 + draw.below(3) : 0 }, () => {
    const client = known.length > 0 && draw.chance(0.8) ? draw.one(known) : draw.one(view.own);
    const clock = draw.below((state.get(client) ?? 0) + 4);
    return [client, clock, draw.chance(0.9) ? draw.below(6) : draw.one(HUGE)] as const;
  });
  return { clients, deletes };
}

function almostStruct(draw: Draw, view: HostileView, state: Map<number, number>, self: readonly [number, number]): HandMadeStruct {
  if (draw.chance(0.06)) return { gc: draw.chance(0.7) ? 1 + draw.below(5) : draw.one(HUGE) };
  const link = (): readonly [number, number] => {
    if (draw.chance(0.2)) return [self[0], Math.max(0, self[1] - 2 + draw.below(4))];
    const known = [...state];
    if (known.length === 0) return self;
    const [client, end] = draw.one(known);
    return [client, draw.chance(0.95) ? draw.below(end) : end + draw.below(3)];
  };
  const content = draw.chance(0.5) ? 8 : draw.one([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 31]);
  return {
    ...(draw.chance(0.4) ? { origin: link() } : {}),
    ...(draw.chance(0.3) ? { rightOrigin: link() } : {}),
    ...(draw.chance(0.3) ? { parent: link() } : { root: draw.chance(0.95) ? view.root : 'elsewhere' }),
    ...(draw.chance(0.8) ? { key: draw.chance(0.9) ? draw.one(view.keys) : draw.one(['', '__proto__', 'constructor', 'é😀']) } : {}),
    content,
    body: body(draw, content),
  };
}

function body(draw: Draw, content: number): Uint8Array {
  if (draw.chance(0.05)) return randomBytes(draw, draw.below(12));
  return encoding.encode((e) => {
    const length = draw.chance(0.95) ? 1 + draw.below(4) : draw.one(HUGE);
    switch (content) {
      case 1:
        return encoding.writeVarUint(e, length);
      case 2:
        encoding.writeVarUint(e, 1);
        return encoding.writeVarString(e, draw.one(['1', 'undefined', '{"a":[]}', '{']));
      case 3:
        return encoding.writeVarUint8Array(e, randomBytes(draw, draw.below(9)));
      case 4:
        return encoding.writeVarString(e, draw.one(['x', 'é😀', 'abcdefgh', '']));
      case 5:
        return encoding.writeVarString(e, draw.one(['{}', 'null', '[[[]]]', 'x']));
      case 6:
        encoding.writeVarString(e, 'bold');
        return encoding.writeVarString(e, draw.one(['true', 'null', '{"a":1}', 'tru']));
      case 7:
        encoding.writeVarUint(e, draw.below(8));
        return draw.chance(0.3) ? encoding.writeVarString(e, 'p') : undefined;
      case 9:
        encoding.writeVarString(e, 'guid');
        return encoding.writeAny(e, { autoLoad: true });
      default:
        encoding.writeVarUint(e, length);
        for (let i = 0; i < Math.min(length, 6); i++) value(draw, e);
    }
  });
}

function value(draw: Draw, e: encoding.Encoder): void {
  if (draw.chance(0.1)) {
    for (let deep = draw.below(40); deep > 0; deep--) encoding.writeUint8Array(e, new Uint8Array([117, 1]));
    return encoding.writeUint8(e, 126);
  }
  if (draw.chance(0.05)) return encoding.writeUint8Array(e, randomBytes(draw, 6));
  if (draw.chance(0.05)) return encoding.writeAny(e, undefined);
  encoding.writeAny(e, draw.one([1, -1, 1.5, 2 ** 40, 'é😀', null, true, { v: 1, list: [1, { a: 'b' }] }, new Uint8Array([1, 2])]));
}

function randomBytes(draw: Draw, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => draw.below(256));
}
