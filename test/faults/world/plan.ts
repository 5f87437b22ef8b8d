/**
 * A plan is data: who is there, what people do when, which faults strike where, and how slow things are. Drawn from a seed
 * (`draw-plan.ts`), shrunk by leaving parts out (`shrink.ts`), printed and played again.
 *
 * A fault names its moment by counting ("the 3rd push of device 1"), so that it strikes in the same place when others are left out.
 */
import type { NetFault, RequestKind } from './world-net.ts';

export const MINUTE = 60_000;

export type PersonPlan = { readonly side: 'client' | 'staff'; readonly right: number; readonly dossiers: readonly number[] };
export type DevicePlan = { readonly person: number; readonly kind: 'extension' | 'portal'; readonly latency: number };

export const PERSON_ACTS = [
  'deposit',
  'deposit-same-bytes',
  'capture',
  'give-from-tray',
  'comment',
  'reclassify',
  'undo',
  'take',
  'accept',
  'refuse',
  'open-file',
  'look',
  'sign-in',
  'sign-out',
  'erase',
] as const;
export const FIRM_ACTS = [
  'revoke',
  'grant',
  'narrow',
  'end-sessions',
  'backup',
  'restart',
  'keep',
  'dismiss',
  'redact',
  'replace-keys',
] as const;

export type PersonAct = {
  readonly what: (typeof PERSON_ACTS)[number];
  readonly at: number;
  readonly device: number;
  /** Which of the device's contexts. */
  readonly context: 0 | 1;
  /** What it chooses among. */
  readonly n: number;
};
export type FirmAct = {
  readonly what: (typeof FIRM_ACTS)[number];
  readonly at: number;
  readonly person: number;
  readonly dossier: number;
  readonly n: number;
};
export type Act = PersonAct | FirmAct;

export const DEVICE_PORTS = ['step', 'commit', 'leaves', '200'] as const;
export const SERVER_PORTS = [
  'step',
  'log append',
  'log room',
  'log since',
  'log scope',
  'blobs write',
  'blobs finish',
  'blobs find',
] as const;

export type Fault =
  | { readonly what: 'net'; readonly device: number; readonly on: RequestKind | 'any'; readonly nth: number; readonly how: NetFault }
  | { readonly what: 'cable'; readonly device: number; readonly at: number; readonly lasts: number }
  | {
      readonly what: 'kill-device';
      readonly device: number;
      readonly on: (typeof DEVICE_PORTS)[number];
      readonly nth: number;
      readonly after: boolean;
      /** Milliseconds until it runs again. */
      readonly back: number;
      readonly whole: boolean;
    }
  | { readonly what: 'store-fails'; readonly device: number; readonly nth: number; readonly how: 'store-full' | 'store-unavailable' }
  | { readonly what: 'disk-full'; readonly device: number; readonly at: number; readonly lasts: number }
  | { readonly what: 'clock'; readonly device: number | 'server'; readonly at: number; readonly by: number; readonly lasts: number }
  | { readonly what: 'sleep'; readonly device: number; readonly at: number; readonly lasts: number }
  | { readonly what: 'copy-profile'; readonly device: number; readonly at: number }
  | { readonly what: 'old-profile'; readonly device: number; readonly from: number; readonly at: number }
  | {
      readonly what: 'kill-server';
      readonly on: (typeof SERVER_PORTS)[number];
      readonly nth: number;
      readonly after: boolean;
      readonly back: number;
    }
  | { readonly what: 'server-fails'; readonly on: (typeof SERVER_PORTS)[number]; readonly nth: number; readonly after: boolean }
  | { readonly what: 'power-cut'; readonly at: number; readonly back: number; readonly keep: number }
  | { readonly what: 'server-full'; readonly at: number; readonly lasts: number }
  | {
      readonly what: 'restore';
      readonly at: number;
      readonly back: number;
      /** Devices enrolled since the backup are unknown too. */
      readonly identity: boolean;
      /** When the backup was taken; without it, the last one that the firm took by itself. */
      readonly from?: number;
    };

export type FaultName = Fault['what'];
export const FAULTS: readonly FaultName[] = [
  'net',
  'cable',
  'kill-device',
  'store-fails',
  'disk-full',
  'clock',
  'sleep',
  'copy-profile',
  'old-profile',
  'kill-server',
  'server-fails',
  'power-cut',
  'server-full',
  'restore',
];

export type Plan = {
  readonly seed: number;
  /** Noon of a day in November, where it is not said. */
  readonly start?: number;
  readonly dossiers: number;
  readonly people: readonly PersonPlan[];
  readonly devices: readonly DevicePlan[];
  readonly acts: readonly Act[];
  readonly faults: readonly Fault[];
};

/** The plan as a person reads it. */
export function printPlan(plan: Plan): string {
  const lines = [
    `seed ${plan.seed}, ${plan.dossiers} dossier(s)`,
    ...plan.people.map((one, i) => `person ${i}: ${one.side}, right ${one.right}, dossiers ${one.dossiers.join(' ')}`),
    ...plan.devices.map((one, i) => `device ${i}: ${one.kind} of person ${one.person}, up to ${one.latency} ms a way`),
    ...plan.acts.map(({ what, at, ...rest }) => `${at} ms  ${what}  ${JSON.stringify(rest)}`),
    ...plan.faults.map(({ what, ...rest }) => `fault ${what}  ${JSON.stringify(rest)}`),
  ];
  return lines.join('\n');
}
