/**
 * The one listener behind every message: finds who calls, whether they may, whether the message is well formed, and
 * lets the handler work. It does not know what handlers do.
 *
 * Invariant (M1): a handler runs only for a caller of its row in the table, with a parsed body; a visited page hears
 * nothing but ok or refused, whatever the handler answered.
 */
import * as v from 'valibot';
import { callerOf, type Caller, type OwnExtension, type Sender } from './callers.ts';
import { isSmallEnough, makeRateLimit } from './message-limits.ts';
import { MESSAGES, SiteAnswer, type MessageBody, type MessageType } from './message-table.ts';

export type Context = { readonly caller: Caller; readonly sender: Sender };
export type Handlers = { readonly [T in MessageType]: (body: MessageBody<T>, context: Context) => unknown };

export type DispatcherParts = {
  readonly own: OwnExtension;
  readonly now: () => number;
  /** Undefined until they have been read from storage after a start. */
  readonly portalOrigins: () => ReadonlySet<string> | undefined;
  readonly portalOriginsRead: () => Promise<ReadonlySet<string>>;
  readonly handlers: Handlers;
  /** Told of a bug in a handler; the sender only hears a refusal. */
  readonly report: (error: unknown) => void;
};

const Envelope = v.strictObject({ type: v.string(), body: v.unknown() });
const REFUSED: SiteAnswer = { status: 'refused', reason: 'not-allowed' };

/**
 * @returns a function that answers one message; undefined means: not ours, leave the sender without an answer.
 * A handler that needs the person's gesture is reached without waiting, provided it does not ask who is a portal.
 */
export function makeDispatcher(parts: DispatcherParts): (message: unknown, sender: Sender) => Promise<unknown> | undefined {
  const mayTry = makeRateLimit();
  return (message, sender) => {
    if (callerOf(sender, parts.own, NONE) === null) return undefined;
    const tab = sender.tab?.id;
    const fromSite = callerOf(sender, parts.own, NONE) === 'anySite';
    if (fromSite && tab !== undefined && !mayTry(tab, parts.now()))
      return Promise.resolve({ status: 'refused', reason: 'too-many' } satisfies SiteAnswer);
    if (fromSite && !isSmallEnough(message)) return Promise.resolve(REFUSED);
    const envelope = v.safeParse(Envelope, message);
    if (!envelope.success || !Object.hasOwn(MESSAGES, envelope.output.type)) return Promise.resolve(REFUSED);
    const type = envelope.output.type as MessageType;
    const answer = (caller: Caller | null): unknown => answerOne(parts, type, envelope.output.body, caller, sender);
    const known = parts.portalOrigins() ?? (type === 'open-panel' || !fromSite ? NONE : undefined);
    if (known !== undefined) return settle(parts, () => answer(callerOf(sender, parts.own, known)));
    return parts.portalOriginsRead().then((origins) => settle(parts, () => answer(callerOf(sender, parts.own, origins))));
  };
}

const NONE: ReadonlySet<string> = new Set();

function answerOne(parts: DispatcherParts, type: MessageType, body: unknown, caller: Caller | null, sender: Sender): unknown {
  const row: { readonly callers: readonly Caller[]; readonly schema: v.GenericSchema } = MESSAGES[type];
  if (caller === null || !row.callers.includes(caller)) return REFUSED;
  const parsed = v.safeParse(row.schema, body);
  if (!parsed.success) return REFUSED;
  const handler = parts.handlers[type] as (body: unknown, context: Context) => unknown;
  const given = handler(parsed.output, { caller, sender });
  return caller === 'anySite' ? Promise.resolve(given).then(onlyOkOrRefused) : given;
}

/** Runs at once, so that a gesture is not lost; a bug in a handler is a refusal to the sender. */
function settle(parts: DispatcherParts, work: () => unknown): Promise<unknown> {
  const failed = (error: unknown): SiteAnswer => {
    parts.report(error);
    return { status: 'refused', reason: 'failed' };
  };
  try {
    return Promise.resolve(work()).catch(failed);
  } catch (error) {
    return Promise.resolve(failed(error));
  }
}

function onlyOkOrRefused(answer: unknown): SiteAnswer {
  const parsed = v.safeParse(SiteAnswer, answer);
  return parsed.success ? parsed.output : { status: 'ok' };
}
