/**
 * Commands of accounts, as the context that holds the session sends them and as any page reads their answers.
 *
 * The sender knows no command: it carries a name and a body and brings back what was said. Whoever asked parses it, so
 * that the background bundles no schema of a screen's.
 */
import { commandPath, type Command } from '@navette/protocol/account-commands';
import { KNOWN_DEVICE_HEADER } from '@navette/protocol/version';
import { ok, refuse, type Result } from '@navette/kernel/result';
import * as v from 'valibot';
import type { CommandRefusal } from '../model.ts';
import { ask, jsonBody, type Net } from '../net.ts';

/**
 * What came back: JSON of our server, not parsed yet; where the answer opened a session its token, and the mark by which the
 * server knows this device from then on.
 */
export type CommandAnswer = { readonly said: unknown; readonly token: string | null; readonly mark: string | null };

/**
 * @param mark by which the server knows this device, shown at a sign-in
 * @returns the answer of our server, whatever it says; or why there is none
 */
export async function sendCommand(
  net: Net,
  name: string,
  body: unknown,
  mark: string | null = null,
): Promise<Result<CommandAnswer, CommandRefusal>> {
  const { headers, ...sent } = jsonBody(body);
  const shown = mark === null ? {} : { [KNOWN_DEVICE_HEADER]: mark };
  const given = await ask(net, { method: 'POST', path: commandPath(name), ...sent, headers: { ...headers, ...shown } }, 'json');
  if (!given.ok) {
    const { said, wait } = given.refusal;
    return said === null ? refuse({ tag: 'unreachable' }) : refuse({ tag: 'refused', problem: said, waitSeconds: wait ?? null });
  }
  try {
    const said: unknown = JSON.parse(new TextDecoder().decode(await given.value.bytes()));
    const { header } = given.value;
    return ok({ said, token: header('set-auth-token'), mark: header(`set-${KNOWN_DEVICE_HEADER}`) });
  } catch {
    return refuse({ tag: 'unreachable' });
  }
}

/** An answer through the command's schema: one of another shape is not our server's (N1). */
export function readAnswer<Q extends v.GenericSchema, A extends v.GenericSchema>(
  command: Command<Q, A>,
  given: Result<unknown, CommandRefusal>,
): Result<v.InferOutput<A>, CommandRefusal> {
  if (!given.ok) return given;
  const parsed = v.safeParse(command.answer, given.value);
  return parsed.success ? ok(parsed.output) : refuse({ tag: 'unreachable' });
}

/** Whether an answer says that it opened a session. */
export function saysSignedIn(said: unknown): boolean {
  return typeof said === 'object' && said !== null && 'signedIn' in said && said.signedIn === true;
}
