/** What a server answers about accounts, for the gallery and the tests of screens: a person with or without factors, three devices, one provider. */
import type { AccountView, CommandRefusal } from '@navette/device/model';
import { ok, refuse, type Result } from '@navette/kernel/result';
import { SAMPLE_NOW } from './sample-data.ts';

const DAY = 24 * 3600_000;
/** No secret of anybody: the one of RFC 6238’s examples. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

export const SAMPLE_PROTECTED: NonNullable<AccountView['security']> = {
  v: 1,
  password: true,
  totp: SAMPLE_NOW - 40 * DAY,
  passkeys: [
    { id: 'a', name: 'Ordinateur de l’atelier', added: SAMPLE_NOW - 40 * DAY },
    { id: 'b', name: 'Clé bleue', added: SAMPLE_NOW - 3 * DAY },
  ],
  recoveryCodes: 8,
  wanted: true,
  providers: [{ id: 'microsoft', name: 'Microsoft' }],
};

const half = {
  outcome: 'factor',
  signedIn: false,
  half: 'A'.repeat(43),
  ways: ['passkey', 'totp', 'recovery'],
  until: SAMPLE_NOW + 300_000,
} as const;
const CODES = Array.from({ length: 10 }, (_, i) => `${'7K3P-QW9X-2M4N-VB8'}${i}`);

const session = (id: string, label: string, days: number, current = false) => ({
  id,
  label,
  firstSeen: SAMPLE_NOW - days * DAY,
  lastSeen: SAMPLE_NOW - (current ? 0 : days * 3600_000),
  until: SAMPLE_NOW + (30 - days) * DAY,
  current,
});

/** @param stale the server wants a recent sign-in, until somebody proves who they are */
export function sampleIdentity({ stale = false } = {}): (name: string, body: unknown) => Result<unknown, CommandRefusal> | undefined {
  let recent = !stale;
  return (name, body) => {
    const said = body as Record<string, unknown>;
    switch (name) {
      case 'sign-in-ways':
        return ok({ providers: [{ id: 'microsoft', name: 'Microsoft' }] });
      case 'own-sessions':
        return ok({
          sessions: [
            session('1', 'Portail Chrome Windows', 3, true),
            session('2', 'Navette, Firefox Linux', 12),
            session('3', 'Portail Safari iPhone', 21),
          ],
        });
      case 'sign-in':
        if (said['password'] === 'wrong') return ok({ outcome: 'wrong', signedIn: false });
        recent = true;
        return ok(said['password'] === 'factor' ? half : { outcome: 'signed-in', signedIn: true });
      case 'sign-in-factor': {
        const proof = said['proof'] as { code?: string };
        return ok(proof.code === '000000' ? { outcome: 'wrong', signedIn: false } : { outcome: 'signed-in', signedIn: true });
      }
      case 'forgot-password':
        return ok({ outcome: 'sent' });
      case 'reset-password':
        return ok({ outcome: 'done', email: 'claire@bonnefoy.example' });
      case 'undo-email':
        return ok({ outcome: 'undone', email: 'claire@bonnefoy.example' });
    }
    if (!recent) return refuse({ tag: 'refused', problem: 'step-up-needed', waitSeconds: null });
    switch (name) {
      case 'totp-begin':
        return ok({
          secret: SECRET,
          uri: `otpauth://totp/Aubrac:claire%40bonnefoy.example?secret=${SECRET}&issuer=Aubrac&algorithm=SHA1&digits=6&period=30`,
        });
      case 'totp-confirm':
        return ok(said['code'] === '000000' ? { outcome: 'wrong' } : { outcome: 'added', recoveryCodes: CODES });
      case 'recovery-codes':
        return ok({ outcome: 'renewed', codes: CODES });
      case 'change-email':
        return ok({ outcome: 'code-sent', request: 'A'.repeat(32), until: SAMPLE_NOW + 600_000 });
      case 'confirm-email':
        return ok(said['code'] === '00000000' ? { outcome: 'wrong', triesLeft: 4 } : { outcome: 'changed' });
      case 'change-password':
        return ok({ outcome: said['current'] === 'wrong' ? 'wrong' : 'changed' });
      case 'hand-over':
        return ok({ code: '7K3P-QW9X-2M4N', until: SAMPLE_NOW + 300_000 });
      case 'end-session':
      case 'end-other-sessions':
        return ok({ outcome: 'ended' });
      case 'totp-remove':
      case 'passkey-remove':
      case 'oidc-unlink':
        return ok({ outcome: 'removed' });
      case 'oidc-link':
        return ok({ outcome: 'linked' });
      default:
        return undefined;
    }
  };
}
