/**
 * What payroll and tax products ask of the server (docs/api-sendings.md): to post a sending, and to read back what they
 * posted. They show an API key in `Authorization`, and nothing else lets them in: no session, no cookie, no address.
 */
import type { Clock } from '@navette/kernel/ports';
import {
  PostedSending,
  SENDING_BYTES,
  SENDING_REFERENCE,
  SENDINGS_PATH,
  type PostedAnswer,
  type SendingRefusal,
  type SendingReport,
} from '@navette/protocol/sendings';
import { Hono } from 'hono';
import * as v from 'valibot';
import { answer, problem, tooMany } from '../http/answers.ts';
import { makeBudget, type BudgetLimits } from '../http/budget.ts';
import { readJson } from '../http/read-json.ts';
import type { ApiKey, ApiKeys } from './api-keys.ts';
import { findDossier, type DossierTable } from './find-dossier.ts';
import type { KnownSending, SendingBook } from './sending-book.ts';

export type SendingLimits = {
  /** Requests of one key. */
  readonly requests: BudgetLimits;
  /** New sendings of one key for one company. */
  readonly made: BudgetLimits;
  /** Requests of one network with a key that is none. Good keys never wait for bad ones of their neighbours. */
  readonly strangers: BudgetLimits;
};

/** Room for every declaration of a firm on a deadline day. */
export const SENDING_LIMITS: SendingLimits = {
  requests: { burst: 600, perSecond: 5 },
  made: { burst: 200, perSecond: 50 / 86_400 },
  strangers: { burst: 20, perSecond: 1 / 10 },
};

export type SendingRoutesParts = {
  readonly keys: ApiKeys;
  readonly book: SendingBook;
  readonly dossiers: DossierTable;
  readonly network: (request: Request) => string;
  readonly clock: Clock;
  readonly limits?: SendingLimits;
};

const STATUS: Readonly<Record<SendingRefusal, number>> = {
  'unknown-company': 404,
  'several-companies': 409,
  'other-sending': 409,
  final: 409,
  'unknown-correction': 409,
};

export function sendingRoutes({ keys, book, dossiers, network, clock, limits = SENDING_LIMITS }: SendingRoutesParts): Hono {
  const requests = makeBudget(clock, limits.requests);
  const made = makeBudget(clock, limits.made);
  const strangers = makeBudget(clock, limits.strangers);

  /** @returns the key of a request, or the answer to one that has none */
  const keyOf = (request: Request): ApiKey | Response => {
    // An address is written down by whoever passes it on: a key that stands in one is not looked at, good or bad (N2).
    if (/nvk_/i.test(request.url)) return problem('bad-request');
    const shown = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
    const key = shown === undefined ? null : keys.show(shown);
    const wait = key ? requests.take(key.id) : strangers.take(network(request));
    return wait > 0 ? tooMany(wait) : (key ?? problem('sign-in-needed'));
  };

  return new Hono()
    .post(SENDINGS_PATH, async (c) => {
      const key = keyOf(c.req.raw);
      if (key instanceof Response) return key;
      const body = await readJson(c.req.raw, v.unknown(), SENDING_BYTES);
      if (!body.ok) return problem(body.refusal);
      const posted = v.safeParse(PostedSending, body.value);
      // Where it went wrong is told by the schema's own names, never by what was sent.
      if (!posted.success) return problem('bad-request', { at: v.getDotPath(posted.issues[0]) ?? '' });
      const dossier = findDossier(dossiers, posted.output.company, keys.reach(key));
      if (!dossier.ok) return refused(dossier.refusal);
      const done = await book.post(key, dossier.value, posted.output, () => made.take(`${key.id} ${dossier.value}`));
      if (!done.ok) return done.refusal.tag === 'too-many' ? tooMany(done.refusal.wait) : refused(done.refusal.tag);
      const { outcome, late, sending } = done.value;
      const said: PostedAnswer = { outcome, late: [...late], sending: report(sending) };
      return answer(said, outcome === 'created' ? 201 : 200);
    })
    .get(`${SENDINGS_PATH}/:reference`, (c) => {
      const key = keyOf(c.req.raw);
      if (key instanceof Response) return key;
      const reference = c.req.param('reference');
      const found = SENDING_REFERENCE.test(reference) ? book.byReference(key, reference, keys.reach(key)) : [];
      return found.length === 0 ? problem('not-found') : answer({ sendings: found.map(report) });
    });
}

function refused(why: SendingRefusal): Response {
  return answer({ refused: why }, STATUS[why]);
}

function report({ record, corrects }: KnownSending): SendingReport {
  const iso = (at: number) => new Date(at).toISOString();
  return {
    reference: record.reference ?? '',
    kind: record.kind,
    period: record.period,
    state: record.states.at(-1)?.state ?? 'prepared',
    states: record.states.map(({ state, at, claimed, detail }) => ({
      state,
      receivedAt: iso(at),
      ...(claimed === undefined ? {} : { claimedAt: iso(claimed) }),
      ...(detail === undefined ? {} : { detail }),
    })),
    ...(corrects === null ? {} : { corrects }),
  };
}
