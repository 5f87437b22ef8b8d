/**
 * While a world runs, product code finds no real clock, chance, network or timer: a global that is not a port throws.
 *
 * Two things product code takes from its platform without a port stand in for themselves, cheaper and without real time:
 * `Blob` (bytes at once), `crypto.subtle.digest` and `crypto.subtle.verify` (the signature of `twin-signer.ts`). Its few bare timers (the pause of a full
 * disk, the retry of the account rooms, the ping of sockets) run on virtual time. What the test runner itself calls is left alone.
 */
import { createHash } from 'node:crypto';
import { twinVerify } from './twin-signer.ts';
import { TwinBlob } from './twin-blob.ts';
import type { Simulation } from './simulation.ts';

/** A frame of product code stands in the stack. */
function fromProduct(): boolean {
  return /\/(packages|sync-server)\/(?!.*node_modules)/.test(callers());
}

/** The calling frames: ours, this file's two, and the one that called the global. */
function callers(): string {
  return (new Error('where').stack ?? '').split('\n').slice(3, 6).join('\n');
}

type Undo = () => void;

/** @returns puts everything back */
export function guardGlobals(sim: Simulation): Undo {
  const undo: Undo[] = [];
  const replace = (owner: object, name: string, make: (real: (...args: never[]) => unknown) => unknown): void => {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    const real = Reflect.get(owner, name) as (...args: never[]) => unknown;
    Object.defineProperty(owner, name, { value: make(real), configurable: true, writable: true });
    undo.push(() => {
      if (before) Object.defineProperty(owner, name, before);
      else Reflect.deleteProperty(owner, name);
    });
  };
  const forbid = (owner: object, name: string): void =>
    replace(
      owner,
      name,
      (real) =>
        function (this: unknown, ...args: never[]) {
          if (!fromProduct()) return Reflect.apply(real, owner, args);
          const error = new Error(`product code touched ${name} beside its ports\n${callers()}`);
          sim.fail(error);
          throw error;
        },
    );

  forbid(Date, 'now');
  forbid(Math, 'random');
  forbid(performance, 'now');
  forbid(crypto, 'getRandomValues');
  forbid(globalThis, 'fetch');
  replace(globalThis, 'setTimeout', (real) => (task: () => void, delay?: number, ...rest: never[]) => {
    if (!fromProduct()) return Reflect.apply(real, globalThis, [task, delay, ...rest] as never[]);
    return virtualTimer(sim.at(sim.now + (delay ?? 0), task));
  });
  // Pings and look-arounds of sockets: nobody waits for them, and no socket is open here.
  replace(globalThis, 'setInterval', (real) => (task: () => void, delay?: number, ...rest: never[]) => {
    if (!fromProduct()) return Reflect.apply(real, globalThis, [task, delay, ...rest] as never[]);
    return virtualTimer(() => undefined);
  });
  for (const name of ['clearTimeout', 'clearInterval'])
    replace(globalThis, name, (real) => (handle: unknown) => {
      if (isVirtual(handle)) handle.cancel();
      else Reflect.apply(real, globalThis, [handle] as never[]);
    });
  replace(globalThis, 'Blob', () => TwinBlob);
  replace(
    crypto.subtle,
    'digest',
    () => (_name: string, bytes: Uint8Array) => Promise.resolve(createHash('sha256').update(bytes).digest()),
  );
  replace(crypto.subtle, 'importKey', () => (_format: string, raw: Uint8Array) => Promise.resolve({ raw }));
  replace(
    crypto.subtle,
    'verify',
    () => (_name: string, key: { raw: Uint8Array }, signature: Uint8Array, text: Uint8Array) =>
      Promise.resolve(twinVerify(key.raw, signature, text)),
  );
  return () => {
    for (const each of undo.toReversed()) each();
  };
}

type Virtual = { readonly cancel: () => void; unref(): Virtual; ref(): Virtual };

function virtualTimer(cancel: () => void): Virtual {
  const timer: Virtual = { cancel, unref: () => timer, ref: () => timer };
  return timer;
}

function isVirtual(handle: unknown): handle is Virtual {
  return typeof handle === 'object' && handle !== null && 'cancel' in handle;
}
