/**
 * The desk: the signed-in person's store and rooms as one context has them open, and queries that follow them.
 *
 * When the enrolment changes, every observable moves to that person's store. While nobody is signed in, queries read the
 * device's own store.
 */
import { accountView } from '../accounts/account-view.ts';
import { currentEnrolment, type Enrolment } from '../accounts/enrolment.ts';
import type { AccountView, Observable } from '../model.ts';
import type { Platform } from '../platform.ts';
import { RoomBook } from '../rooms/room-book.ts';
import type { LocalStore } from '../store/local-store.ts';

export type LibraryPorts = {
  readonly platform: Platform;
  readonly deviceStore: LocalStore;
  readonly openStore: (name: string) => LocalStore;
  /** Bytes left on this device, null where unknown. */
  readonly roomLeft: () => Promise<number | null>;
};

/** The signed-in person's store and rooms, as this context has them open. */
export type Desk = { readonly enrolment: Enrolment; readonly store: LocalStore; readonly book: RoomBook };

export type Following = {
  /** Null while nobody is signed in on this device. */
  desk(): Promise<Desk | null>;
  /** Follows `query` over the current person's store, and over the device's own while nobody is signed in. */
  follow<R>(query: (store: LocalStore, current: Desk | null) => Promise<R>): Observable<R>;
};

export function followDesk({ platform, deviceStore, openStore }: Omit<LibraryPorts, 'roomLeft'>): Following {
  let open: Desk | null = null;

  async function desk(): Promise<Desk | null> {
    const enrolment = await currentEnrolment(deviceStore);
    if (!enrolment) return (open = null);
    if (!open || nameOf(open.enrolment) !== nameOf(enrolment)) {
      const store = openStore(enrolment.storeName);
      open = { enrolment, store, book: new RoomBook(store, platform) };
    }
    return open;
  }

  return {
    desk,
    follow: (query) => ({
      subscribe(listener) {
        let stop: () => void = () => undefined;
        let over = false;
        let followed: string | null | undefined;
        const stopDevice = deviceStore
          .observe(() => currentEnrolment(deviceStore))
          .subscribe((enrolment) => {
            const name = enrolment && nameOf(enrolment);
            if (name === followed) return;
            followed = name;
            void desk().then((current) => {
              stop();
              if (over) return;
              const store = current?.store ?? deviceStore;
              stop = store.observe(() => query(store, current)).subscribe(listener);
            });
          });
        return () => {
          over = true;
          stopDevice();
          stop();
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
function nameOf({ storeName, device, turn }: Enrolment): string {
  return `${storeName}#${device}#${turn ?? 0}`;
}
