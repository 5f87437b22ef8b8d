/**
 * The desk: the signed-in person's store and rooms as one context has them open, and queries that follow them. There is one
 * for each firm somebody is signed in to; the current one is what screens see.
 *
 * When the current enrolment changes, every observable moves to its store. While nobody is signed in, queries read the
 * device's own store.
 */
import { accountView } from '../accounts/account-view.ts';
import { allEnrolments, currentEnrolment, type Enrolment } from '../accounts/enrolment.ts';
import type { AccountView, Observable } from '../model.ts';
import type { Platform } from '../platform.ts';
import { RoomBook } from '../rooms/room-book.ts';
import type { BookWorkers } from '../books/worker-books.ts';
import type { DocumentLists } from '../lists/document-lists.ts';
import type { LocalStore } from '../store/local-store.ts';

export type LibraryPorts = {
  readonly platform: Platform;
  readonly deviceStore: LocalStore;
  readonly openStore: (name: string) => LocalStore;
  /** Bytes left on this device, null where unknown. */
  readonly roomLeft: () => Promise<number | null>;
  /** Who keeps lists of a store; a model in this context without it. */
  readonly lists?: (store: LocalStore) => DocumentLists;
  /** Who reads and opens ledgers; this context without it. */
  readonly books?: () => Promise<BookWorkers>;
};

/** The signed-in person's store and rooms, as this context has them open. */
export type Desk = { readonly enrolment: Enrolment; readonly store: LocalStore; readonly book: RoomBook };

export type Following = {
  /** Null while nobody is signed in on this device. */
  desk(): Promise<Desk | null>;
  /** Of every firm, the current one first. */
  desks(): Promise<readonly Desk[]>;
  /** Follows `query` over the current person's store, and over the device's own while nobody is signed in. */
  follow<R>(query: (store: LocalStore, current: Desk | null) => Promise<R>): Observable<R>;
  /** The same for what is followed in another way than by asking again. */
  followThrough<R>(open: (store: LocalStore, current: Desk | null) => Observable<R>): Observable<R>;
  /** Follows `query` over every firm's store, in the order of `desks`; over the device's own alone while nobody is signed in. */
  followAll<R>(query: (store: LocalStore, desk: Desk | null) => Promise<R>): Observable<readonly R[]>;
};

export function followDesk({ platform, deviceStore, openStore }: Omit<LibraryPorts, 'roomLeft' | 'lists' | 'books'>): Following {
  const open = new Map<string, Desk>();

  /** One book a store in this context, however often firms are switched: each holds a write slot. */
  function deskOf(enrolment: Enrolment): Desk {
    const known = open.get(enrolment.storeName);
    if (known && deskName(known.enrolment) === deskName(enrolment)) return known;
    const store = openStore(enrolment.storeName);
    const made = { enrolment, store, book: new RoomBook(store, platform) };
    open.set(enrolment.storeName, made);
    return made;
  }
  /** Who was signed in when it was last asked: most often still who is. */
  let last: Enrolment | null | undefined;
  async function desk(): Promise<Desk | null> {
    const enrolment = (last = await currentEnrolment(deviceStore));
    return enrolment && deskOf(enrolment);
  }
  const desks = async (): Promise<readonly Desk[]> => (await allEnrolments(deviceStore)).map(deskOf);
  const followThrough: Following['followThrough'] = (through) => ({
    subscribe(listener) {
      let over = false;
      let confirmed = false;
      let followed: { readonly name: string | null; readonly stop: () => void } | null = null;
      let early: (() => void) | null = null;
      const start = (enrolment: Enrolment | null): void => {
        followed?.stop();
        early = null;
        const name = enrolment && deskName(enrolment);
        const current = enrolment && deskOf(enrolment);
        const one = { name, stop: (): void => undefined };
        followed = one;
        const stop = through(current?.store ?? deviceStore, current).subscribe((value) => {
          if (over || followed !== one) return;
          if (confirmed) listener(value);
          else early = () => listener(value);
        });
        one.stop = stop;
      };
      // Asked beside the question who is signed in, and said once that is answered: never rows of a person who has left.
      if (last !== undefined) start(last);
      const stopDevice = deviceStore
        .observe(() => currentEnrolment(deviceStore))
        .subscribe((enrolment) => {
          last = enrolment;
          if (over) return;
          const first = !confirmed;
          confirmed = true;
          if (followed?.name !== (enrolment && deskName(enrolment)) || followed === null) start(enrolment);
          else if (first) early?.();
        });
      return () => {
        over = true;
        stopDevice();
        followed?.stop();
      };
    },
  });

  return {
    desk,
    desks,
    followThrough,
    follow: (query) => followThrough((store, current) => store.observe(() => query(store, current))),
    followAll: <R>(query: (store: LocalStore, desk: Desk | null) => Promise<R>) => ({
      subscribe(listener: (values: readonly R[]) => void) {
        let stops: readonly (() => void)[] = [];
        let followed: string | undefined;
        const stopAll = (): void => stops.forEach((stop) => stop());
        const stopDevice = deviceStore
          .observe(() => allEnrolments(deviceStore))
          .subscribe((enrolments) => {
            const names = enrolments.map(deskName).join(' ');
            if (names === followed) return;
            followed = names;
            stopAll();
            const over = enrolments.length === 0 ? [null] : enrolments.map(deskOf);
            const values = new Map<number, R>();
            stops = over.map((one, i) => {
              const store = one?.store ?? deviceStore;
              return store
                .observe(() => query(store, one))
                .subscribe((value) => {
                  if (names !== followed) return;
                  values.set(i, value);
                  if (values.size === over.length) listener(over.map((_, n) => values.get(n) as R));
                });
            });
          });
        return () => {
          followed = undefined;
          stopDevice();
          stopAll();
        };
      },
    }),
  };
}

/** The person's rights as this device last heard them. */
export async function readAccount({ enrolment, store }: Pick<Desk, 'enrolment' | 'store'>): Promise<AccountView> {
  return accountView(enrolment, await store.list('account'));
}

/** Another person, another number or another sign-in is another desk: what was erased in between is open nowhere. */
export function deskName({ storeName, device, turn }: Enrolment): string {
  return `${storeName}#${device}#${turn ?? 0}`;
}
