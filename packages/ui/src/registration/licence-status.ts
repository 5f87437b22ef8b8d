/**
 * Where a licence stands, from what the server published, what this device counted and what its assistant was told. Pure.
 *
 * The server and the device each count launches; whichever allows less is shown, since the server is the one that holds back
 * what is sent (K1).
 */
import { judgeActivation } from '@navette/domain/registration/activation';
import { isLimited, launchesLeft, type LaunchCount, type LaunchMarks } from '@navette/domain/registration/launches';
import { keyDueBy } from '@navette/domain/registration/registrar';
import { dayInParis } from '@navette/kernel/dates';
import type { DossierLicence, Registrar, SignedActivation } from '@navette/protocol/registration';
import type { Draft } from './draft.ts';

export type LicenceFacts = {
  readonly registrar: Registrar;
  /** Null for an installation without a dossier. */
  readonly licence: NonNullable<DossierLicence> | null;
  readonly draft: Draft;
  readonly marks: LaunchMarks;
  readonly now: number;
};

export type LicenceStatus = {
  readonly activation: SignedActivation | null;
  /** `queued`: the form waits for a network. `to-verify`: a key was typed while nobody could say whether it is good. */
  readonly state: 'active' | 'unregistered' | 'queued' | 'waiting' | 'refused' | 'to-verify';
  /** The former key is another version's (R021, R023). */
  readonly update: boolean;
  readonly reason: string;
  /** Day by which the key is promised, once the form was received (R022, R040). */
  readonly due: string | null;
  readonly left: number;
  readonly limited: boolean;
};

export function licenceStatus({ registrar, licence, draft, marks, now }: LicenceFacts): LicenceStatus {
  const today = dayInParis(now);
  const { firm, product, allowance } = registrar;
  const known = [licence?.activation ?? null, draft.activation].filter((one) => one !== null);
  const here = { firm: firm.id, product: product.code, version: product.version, licence: null };
  const activation = known.find((one) => judgeActivation(one, here, today) === null) ?? null;
  const counts: LaunchCount[] = [{ allowance, used: marks.length, last: marks.at(-1) ?? null }];
  if (licence !== null) counts.push({ allowance, used: licence.used, last: licence.last });

  const sending = draft.sending?.version === product.version ? draft.sending : null;
  const receivedAt = (licence?.state === 'received' ? licence.at : null) ?? sending?.receivedAt ?? null;
  // An answer to a form that was sent again since is none.
  const answersThis = licence?.state === 'refused' && (sending === null || (sending.receivedAt ?? Infinity) <= (licence.at ?? 0));
  const refusal = answersThis ? (licence.reason ?? '') : (sending?.refused ?? null);
  const state = (): LicenceStatus['state'] => {
    if (activation !== null) return 'active';
    if (draft.typed !== null) return 'to-verify';
    if (refusal !== null) return 'refused';
    if (receivedAt !== null) return 'waiting';
    return sending === null ? 'unregistered' : 'queued';
  };
  return {
    activation,
    state: state(),
    update: activation === null && known.some((one) => one.product === product.code && one.version !== product.version),
    reason: refusal ?? '',
    due: receivedAt === null ? null : keyDueBy(dayInParis(receivedAt)),
    left: Math.min(...counts.map(launchesLeft)),
    limited: activation === null && counts.some((count) => isLimited(count, today)),
  };
}
