/** The one request of a set-up, and what its answers mean for the person in front of the form. */
import { jsonBody } from '@navette/device/net';
import { SetUpRequest } from '@navette/protocol/first-visit';
import * as v from 'valibot';
import type { PortalDevice } from '../device/portal-device.ts';

export type Fields = { readonly firmName: string; readonly name: string; readonly email: string; readonly password: string };
export type FieldName = keyof Fields;
export const FIELD_NAMES = ['firmName', 'name', 'email', 'password'] as const;
export const PASSWORD_LENGTH = { least: 12, most: 128 };

export type SetUpOutcome =
  | { readonly tag: 'done' }
  | { readonly tag: 'spent' | 'weak' | 'unreachable' }
  | { readonly tag: 'wait'; readonly seconds: number };

/** @returns the fields that the server would refuse, by the schema both share */
export function wrongFields(fields: Fields): ReadonlySet<FieldName> {
  const parsed = v.safeParse(SetUpRequest, { ...fields, token: '' });
  const wrong = parsed.success ? [] : parsed.issues.map((issue) => issue.path?.[0]?.key);
  return new Set(FIELD_NAMES.filter((name) => wrong.includes(name)));
}

/** Sets the firm up with the link's token, and signs its administrator in. */
export async function setUpFirm({ net, session, origin }: PortalDevice, token: string, fields: Fields): Promise<SetUpOutcome> {
  const answer = await net.send({ method: 'POST', path: '/api/v1/set-up', ...jsonBody({ ...fields, token }) }).catch(() => null);
  if (!answer || answer.status >= 500) return { tag: 'unreachable' };
  if (answer.status === 429) return { tag: 'wait', seconds: Number(answer.header('retry-after') ?? 60) };
  if (answer.status === 400) return { tag: 'weak' };
  if (answer.status !== 201 && answer.status !== 200) return { tag: 'spent' };
  // Signed in or not, the firm stands: the page that opens next asks for the password if it must.
  await session.signIn(origin, fields.email, fields.password);
  return { tag: 'done' };
}
