/**
 * The browser's part of a passkey: its question goes to the authenticator, the answer comes back as JSON. What it proves is the
 * server's to say.
 */
import { PasskeyAssertion, PasskeyAttestation, type PasskeyQuestion } from '@navette/protocol/identity';
import { ok, refuse, type Result } from '@navette/kernel/result';
import * as v from 'valibot';

/** The person or the browser said no; or the browser has no way to say yes here. */
export type PasskeyProblem = 'cancelled' | 'unsupported';

export function showPasskey({ options }: PasskeyQuestion): Promise<Result<PasskeyAssertion, PasskeyProblem>> {
  return answerOf(PasskeyAssertion, () =>
    navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options as never) }),
  );
}

export function makePasskey({ options }: PasskeyQuestion): Promise<Result<PasskeyAttestation, PasskeyProblem>> {
  return answerOf(PasskeyAttestation, () =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options as never) }),
  );
}

async function answerOf<S extends v.GenericSchema>(
  schema: S,
  ask: () => Promise<Credential | null>,
): Promise<Result<v.InferOutput<S>, PasskeyProblem>> {
  if (typeof PublicKeyCredential === 'undefined' || !('parseRequestOptionsFromJSON' in PublicKeyCredential)) return refuse('unsupported');
  try {
    const given = await ask();
    const parsed = v.safeParse(schema, given instanceof PublicKeyCredential ? given.toJSON() : null);
    return parsed.success ? ok(parsed.output) : refuse('unsupported');
  } catch (error) {
    // Refused, too slow, or known already on this authenticator: the browser does not tell them apart, for good reasons.
    return refuse(error instanceof DOMException && error.name === 'SecurityError' ? 'unsupported' : 'cancelled');
  }
}
