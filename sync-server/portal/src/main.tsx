/**
 * The portal's entry: opens the device, then the page that the address asks for.
 *
 * What is on this device is shown at once, network or not; only somebody who has nothing here yet waits for the server.
 */
import { currentEnrolment } from '@navette/device/enrolment';
import { keepLive } from '@navette/device/live-rooms';
import { render } from 'preact';
import '@navette/ui/style.css';
import './style/portal.css';
import { driveSync } from './device/drive-sync.ts';
import { matchCookie } from './device/match-cookie.ts';
import { openPortalDevice } from './device/portal-device.ts';
import { takeFromInbox } from './offline/shared-inbox.ts';
import { watchUpdates } from './offline/updates.ts';
import { PortalPage } from './pages/PortalPage.tsx';
import { portalHost } from './portal-host.ts';

/** How long somebody who has nothing here waits for the server's word before the sign-in page is shown. */
const PATIENCE = 5_000;

async function start(place: HTMLElement): Promise<void> {
  const device = openPortalDevice(location.origin);
  const isApp = location.pathname !== '/demo' && location.pathname !== '/set-up';
  if (isApp) {
    const matched = matchCookie(device).catch(() => undefined);
    const enrolled = await currentEnrolment(device.deviceStore).catch(() => null);
    if (!enrolled) await Promise.race([matched, new Promise((resolve) => void setTimeout(resolve, PATIENCE))]);
    driveSync(device);
    keepLive({ library: device.library, ticket: device.ticket, onNews: device.engine.nudge });
  }
  // What was shared waits in the inbox: taken at each start, whether this one comes from a sharing or an earlier one was cut short.
  const shared = isApp ? takeFromInbox(async (file) => (await device.library.capture(file, { name: file.name, way: 'share' })).ok) : null;
  render(
    <PortalPage device={device} host={portalHost(location.origin)} path={location.pathname} updates={watchUpdates()} shared={shared} />,
    place,
  );
}

const place = document.getElementById('app');
if (place) void start(place);
