/** The firm's tray, asked for and answered by the context that holds the session. */
import { TRAY_PATH, TrayAnswer } from '@navette/protocol/leaving';
import { MEDIA_TYPE } from '@navette/protocol/version';
import { ok, refuse } from '@navette/kernel/result';
import type { Desk } from '../library/desk.ts';
import type { SyncControl } from '../model.ts';
import { ask, jsonBody, readJson, type Net } from '../net.ts';

/** @returns what a sync control's `firmTray` does */
export function firmTrayOf(desk: () => Promise<Desk | null>, net: (desk: Desk) => Net): SyncControl['firmTray'] {
  return async (answer) => {
    const current = await desk();
    if (!current) return refuse('sign-in-needed' as const);
    const asked = await ask(
      net(current),
      answer
        ? { method: 'POST', path: `${TRAY_PATH}/${answer.n}`, ...jsonBody({ how: answer.how }) }
        : { method: 'GET', path: TRAY_PATH, headers: { accept: MEDIA_TYPE } },
      'json',
    );
    if (!asked.ok) return refuse(asked.refusal.problem);
    const read = await readJson(asked.value, TrayAnswer);
    return read ? ok(read) : refuse('offline' as const);
  };
}
