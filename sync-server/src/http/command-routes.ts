/**
 * How a command of accounts is answered: body through its schema, who asks, whether their sign-in is recent enough, then the
 * act. Rights are the act's own business: it is given the membership as of now, and nothing is decided by a path (N7).
 *
 * Rates are counted at the edge, by person or by network; an act that costs more has a budget of its own.
 */
import type { Membership } from '@navette/domain/membership';
import type { Clock } from '@navette/kernel/ports';
import { COMMAND_BYTES, commandPath, type Command } from '@navette/protocol/account-commands';
import { Hono } from 'hono';
import type * as v from 'valibot';
import type { Directory, Person, Session, Sessions } from '../ports.ts';
import { answer, problem } from './answers.ts';
import { readJson } from './read-json.ts';

/** Milliseconds a sign-in counts as recent: acts on rights, keys, export, e-mail want one (A8). */
export const RECENT = 10 * 60_000;

export type Asker = { readonly session: Session; readonly person: Person; readonly membership: Membership };
export type FromAnywhere = {
  readonly request: Request;
  /** Which network it comes from (`network-key.ts`). */
  readonly network: string;
  /** Of whoever is signed in, if anybody is. */
  readonly session: Session | null;
};

export type CommandRouteParts = {
  readonly sessions: Sessions;
  readonly directory: Directory;
  readonly network: (request: Request) => string;
  readonly clock: Clock;
};

/** What an act may answer to a command. */
export type AnswerTo<C extends Command> = v.InferInput<C['answer']> | Response;

type Answered<C extends Command> = Promise<AnswerTo<C>> | AnswerTo<C>;
type BodyOf<C extends Command> = v.InferOutput<C['request']>;

export type CommandRoutes = {
  readonly routes: Hono;
  /** For somebody signed in who belongs to the firm; with `recent`, signed in within the last ten minutes. */
  signedIn<C extends Command>(
    command: C,
    act: (body: BodyOf<C>, asker: Asker & FromAnywhere) => Answered<C>,
    options?: { readonly recent?: boolean },
  ): void;
  /** For anybody: the act itself says what it asks of them. */
  anybody<C extends Command>(command: C, act: (body: BodyOf<C>, from: FromAnywhere) => Answered<C>): void;
};

export function commandRoutes({ sessions, directory, network, clock }: CommandRouteParts): CommandRoutes {
  const routes = new Hono();
  const anybody: CommandRoutes['anybody'] = (command, act) => {
    routes.post(commandPath(command.name), async (c) => {
      const session = await sessions.of(c.req.raw.headers);
      const body = await readJson(c.req.raw, command.request, COMMAND_BYTES);
      if (!body.ok) return problem(body.refusal);
      const given = await act(body.value, { request: c.req.raw, network: network(c.req.raw), session });
      return given instanceof Response ? given : answer(given);
    });
  };
  return {
    routes,
    anybody,
    signedIn(command, act, { recent = false } = {}) {
      anybody(command, (body, from) => {
        const { session } = from;
        const person = session && directory.person(session.user);
        const membership = session && directory.membership(session.user);
        if (!session || !person || !membership) return problem('sign-in-needed');
        if (recent && clock.now() - session.since > RECENT) return problem('step-up-needed');
        return act(body, { ...from, session, person, membership });
      });
    },
  };
}
