/** What is said of documents and requests, on the sample device. */
import type { DocumentRow, Library, RequestView } from '@navette/device/model';
import type { DocumentId, UserId } from '@navette/kernel/ids';
import { ok, refuse } from '@navette/kernel/result';
import { SAMPLE_NOW, sampleId } from './sample-data.ts';

type Held<T> = { readonly value: T; set(value: T): void };
type Parts = {
  readonly rows: Held<readonly DocumentRow[]>;
  readonly requests: Held<readonly RequestView[]>;
  readonly user: UserId;
  change(id: DocumentId, by: Partial<DocumentRow>): void;
  /** Counts what was made here. */
  make(): number;
};

type SampleActs = Pick<Library, 'setFacts' | 'turn' | 'book' | 'bin' | 'retain' | 'move' | 'ask' | 'closeRequest' | 'answerNone'>;

export function sampleActs({ rows, requests, user, change, make }: Parts): SampleActs {
  const changeRequest = (id: string, by: Partial<RequestView>) =>
    requests.set(requests.value.map((one) => (one.id === id ? { ...one, ...by } : one)));
  return {
    async setFacts(id, facts) {
      change(id, { facts });
      return ok(undefined);
    },
    async turn(id, quarters) {
      change(id, { turn: quarters });
      return ok(undefined);
    },
    async book(id, booked) {
      change(id, { booked: booked && { ...booked, by: user } });
      return ok(undefined);
    },
    async bin(id, binned) {
      change(id, { binnedAt: binned ? SAMPLE_NOW : null });
      return ok(undefined);
    },
    async retain(id, retained) {
      change(id, { retained });
      return ok(undefined);
    },
    async move(id, to) {
      const row = rows.value.find((one) => one.id === id);
      if (row === undefined) return refuse({ tag: 'unknown-document' });
      const there: DocumentRow = { ...row, ...to, id: sampleId<DocumentId>(9, make()), state: 'local', from: { how: 'moved', of: [id] } };
      change(id, { moved: { dossier: to.dossier, document: there.id } });
      rows.set([there, ...rows.value]);
      return ok(there);
    },
    async ask(asked) {
      const id = sampleId(5, 100 + make());
      const request: RequestView = {
        ...asked,
        id,
        by: user,
        askedAt: SAMPLE_NOW,
        state: 'open',
        none: null,
        closed: null,
        answeredBy: [],
      };
      requests.set([request, ...requests.value]);
      return ok(id);
    },
    async closeRequest(id, closed) {
      changeRequest(
        id,
        closed === false ? { state: 'open', closed: null } : { state: 'closed', closed: { at: SAMPLE_NOW, by: user, with: closed.with } },
      );
      return ok(undefined);
    },
    async answerNone(id, answer) {
      changeRequest(
        id,
        answer === null ? { state: 'open', none: null } : { state: 'none', none: { at: SAMPLE_NOW, by: user, why: answer.why || null } },
      );
      return ok(undefined);
    },
  };
}
