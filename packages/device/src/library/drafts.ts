/**
 * Where the drafts of the assistants stand in the device's own store, and what goes of them with a person: the entry under
 * their id, where a draft is kept by person. Of anybody else's nothing is touched (D5).
 */
import type { UserId } from '@navette/kernel/ids';
import { DRAFTS } from '../model.ts';
import type { LocalStore } from '../store/local-store.ts';

/** Before the assistant's name. */
export const DRAFT = 'draft/';

export async function forgetDraftsOf(deviceStore: LocalStore, user: UserId): Promise<void> {
  for (const name of DRAFTS) {
    const key = DRAFT + name;
    const value = (await deviceStore.get('meta', key))?.value;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, user)) continue;
    const left = Object.entries(value).filter(([owner]) => owner !== user);
    await deviceStore.commit(
      left.length === 0 ? { remove: { meta: [key] } } : { put: { meta: [{ key, value: Object.fromEntries(left) }] } },
    );
  }
}
