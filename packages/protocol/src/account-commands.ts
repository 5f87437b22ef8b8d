/**
 * Commands of accounts: one shape for all of them, so that a device has one way to ask and the server one way to answer.
 *
 * POST /api/v1/<name>, JSON both ways, media type and client header of `version.ts`. A domain refusal is part of the answer's
 * schema; a `Problem` is for what no screen decides (rights, rates, a crooked request).
 */
import * as v from 'valibot';

export type Command<Q extends v.GenericSchema = v.GenericSchema, A extends v.GenericSchema = v.GenericSchema> = {
  readonly name: string;
  readonly request: Q;
  readonly answer: A;
};

/** A command's name, as it stands in its path. */
export const COMMAND_NAME = /^[a-z]+(?:-[a-z]+){0,5}$/;
/** Bytes of a command's body. */
export const COMMAND_BYTES = 64 * 1024;

/** @throws for a name that no path could have: a bug */
export function defineCommand<Q extends v.GenericSchema, A extends v.GenericSchema>(name: string, request: Q, answer: A): Command<Q, A> {
  if (!COMMAND_NAME.test(name) || name.length > 60) throw new Error('a command without a proper name');
  return { name, request, answer };
}

export function commandPath(name: string): string {
  return `/api/v1/${name}`;
}

/** An answer that may open a session: the token travels in its header, or the cookie beside it. */
export const SignedIn = { signedIn: v.boolean() };
