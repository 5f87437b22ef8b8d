/** Many seeds in a row: what failed, what was met, whether a seed repeats itself. */
import { planOf, type PlanOptions } from './draw-plan.ts';
import { runPlan, type Outcome } from './run-plan.ts';

export type Campaign = {
  readonly runs: number;
  readonly steps: number;
  readonly failures: readonly { readonly seed: number; readonly failure: string }[];
  /** In how many runs each fault struck, and each branch of recovery ran. */
  readonly met: ReadonlyMap<string, number>;
  /** Seeds whose second run did otherwise than the first. */
  readonly unrepeated: readonly number[];
};

export type CampaignOptions = PlanOptions & {
  readonly from: number;
  readonly count: number;
  /** Every n-th seed runs twice. */
  readonly twiceEvery?: number;
  readonly onFailure?: (seed: number, outcome: Outcome) => void;
  readonly onProgress?: (runs: number) => void;
};

export async function campaign(options: CampaignOptions): Promise<Campaign> {
  const failures: { seed: number; failure: string }[] = [];
  const met = new Map<string, number>();
  const unrepeated: number[] = [];
  let steps = 0;
  for (let i = 0; i < options.count; i++) {
    const seed = options.from + i;
    const plan = planOf(seed, options);
    const outcome = await runPlan(plan);
    steps += outcome.steps;
    for (const name of outcome.met.keys()) met.set(name, (met.get(name) ?? 0) + 1);
    if (outcome.failure !== null) {
      failures.push({ seed, failure: outcome.failure });
      options.onFailure?.(seed, outcome);
    }
    if (options.twiceEvery !== undefined && i % options.twiceEvery === 0 && (await runPlan(plan)).trace !== outcome.trace)
      unrepeated.push(seed);
    if ((i + 1) % 1000 === 0) options.onProgress?.(i + 1);
  }
  return { runs: options.count, steps, failures, met, unrepeated };
}

/**
 * Faults that must have struck and branches that must have run in at least one run of a hundred: else the runs prove nothing.
 * Names are those of `met`.
 */
export const SOMETIMES: readonly string[] = [
  'net lost-request',
  'net lost-answer',
  'net half-open',
  'net answer-cut',
  'net came-twice',
  'net came-again-later',
  'net late',
  'net torn',
  'net flipped',
  'net portal',
  'net status-500',
  'net status-429',
  'net status-413',
  'cable',
  'sleep',
  'clock',
  'disk-full',
  'store-full',
  'store-unavailable',
  'kill-device step before',
  'kill-device step after',
  'kill-device commit before',
  'kill-device commit after',
  'kill-device leaves before',
  'kill-device leaves after',
  'kill-device 200 before',
  'kill-device 200 after',
  'kill-server before',
  'kill-server after',
  'server-fails before',
  'server-fails after',
  'server says died-in-the-middle-of-a-piece',
  'power-cut',
  'server-full',
  'copy-profile',
  'old-profile',
  'revoke',
  'narrow',
  'grant',
  'end-sessions',
  'dismiss',
  'redact',
  'redaction done',
  'redaction obeyed',
  'restart',
  'keep',
  'replace-keys',
  '/api/v1/keys 200',
  // Branches of recovery.
  'push stored',
  'push known',
  'push refused forbidden',
  '/api/v1/orders 200',
  '/api/v1/hand-in 200',
  '/api/v1/hand-in/*/file 204',
  'restore',
  'handed back healed',
  'handed back known',
  'rights told',
  'scope brought from its start',
  'signed in again: sign-in-needed',
  'signed in again: copied-device',
  '/api/v1/push 409',
  '/api/v1/push 401',
  '/api/v1/push 500',
  '/api/v1/pull 500',
  '/api/v1/uploads/* 200',
  '/api/v1/uploads/* 460',
  '/api/v1/uploads/* 507',
  'undo done',
  'erase done',
  'erase refused',
  'give-from-tray done',
  'room from segments',
  'file given',
];

/** @returns the names met in fewer than one run of a hundred */
export function neverMet({ met, runs }: Campaign): string[] {
  return SOMETIMES.filter((name) => (met.get(name) ?? 0) < runs / 100);
}
