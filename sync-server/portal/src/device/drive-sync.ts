/**
 * When the portal's engine is asked to work: after each act that leaves something to send, when the network or the person
 * comes back, and each minute while the page is looked at.
 */
import type { PortalDevice } from './portal-device.ts';

const EVERY = 60_000;
const SETTLING = 2_000;

/** Runs until the page ends. */
export function driveSync({ doors, engine }: PortalDevice): void {
  let waiting = 0;
  doors.sync.status.subscribe((status) => {
    if (status.waiting > waiting) {
      engine.nudge();
      // Unsent work is here: the browser is asked not to clear it when room gets short.
      void navigator.storage.persist?.().catch(() => false);
    }
    waiting = status.waiting;
  });
  addEventListener('online', () => {
    engine.nudge();
    // Browsers say so when a cable is in, a moment before anything answers.
    setTimeout(engine.nudge, SETTLING);
  });
  addEventListener('focus', engine.nudge);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') engine.nudge();
  });
  setInterval(() => {
    if (document.visibilityState === 'visible') engine.nudge();
  }, EVERY);
  engine.nudge();
}
