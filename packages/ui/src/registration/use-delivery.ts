/** Delivers what waits at each connection: when the page opens, when the network comes back, after each exchange, now and then. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useSurroundings } from '../surroundings.tsx';
import { QUIET } from '../unknown-yet.ts';
import { useObservable } from '../use-observable.ts';
import { checkKey, hearRegistrar, pollKey, sendForm } from './delivery.ts';
import type { Registration } from './use-registration.ts';

/** Milliseconds between two tries while a page stays open. */
const NOW_AND_THEN = 60_000;

/** @param registration null where there is nothing to deliver */
export function useDelivery(registration: Registration | null): void {
  const { doors, now } = useSurroundings();
  const { lastSyncAt } = useObservable(doors.sync.status, QUIET);
  const [tick, setTick] = useState(0);
  const running = useRef(false);
  useEffect(() => {
    const again = () => setTick((count) => count + 1);
    addEventListener('online', again);
    const timer = setInterval(again, NOW_AND_THEN);
    return () => {
      removeEventListener('online', again);
      clearInterval(timer);
    };
  }, []);
  const sending = registration?.draft.sending ?? null;
  const waits = sending !== null && sending.receivedAt === null && sending.refused === null;
  // While the person looks at step 04 it is the step that sends.
  const mine = registration !== null && registration.place.at !== 'sending';
  useEffect(() => {
    if (registration === null || !mine || running.current) return;
    running.current = true;
    const doorsNow = { library: doors.library, commands: doors.commands, now };
    const deliver = async () => {
      const { draft, key, origin, act } = registration;
      if (key === 'device' && typeof origin === 'string') await hearRegistrar(doorsNow, key, origin);
      if (waits && (await sendForm(doorsNow, registration)) === 'arrived') await act('arrived');
      if (draft.typed !== null && (await checkKey(doorsNow, registration, draft.typed)).tag === 'accepted') await act('unlocked');
      if (await pollKey(doorsNow, registration)) await act('unlocked');
    };
    void deliver().finally(() => (running.current = false));
  }, [tick, lastSyncAt, mine, registration?.key, registration?.registrar?.product.version, waits, registration?.draft.typed?.key]);
}
