/** The page an address asks for, and under each the word that a newer version is ready. */
import { App } from '@navette/ui/app';
import type { Host } from '@navette/ui/host';
import { Surrounded } from '@navette/ui/surroundings';
import { later } from '@navette/ui/later';
import type { PortalDevice } from '../device/portal-device.ts';
import type { SharedTaken } from '../offline/shared-inbox.ts';
import type { Updates } from '../offline/updates.ts';
import { UpdateNotice } from './UpdateNotice.tsx';

const DemoPage = later(() => import('./DemoPage.tsx').then((file) => file.DemoPage));
const SharedNotice = later(() => import('./SharedNotice.tsx').then((file) => file.SharedNotice), true);
const SetUpPage = later(() => import('./SetUpPage.tsx').then((file) => file.SetUpPage));

type Props = {
  readonly device: PortalDevice;
  readonly host: Host;
  readonly path: string;
  readonly updates: Updates;
  readonly shared: Promise<SharedTaken> | null;
};

export function PortalPage({ device, host, path, updates, shared }: Props) {
  return (
    <>
      {path === '/demo' || path === '/set-up' ? (
        <Surrounded doors={device.doors} host={host}>
          {path === '/demo' ? <DemoPage device={device} /> : <SetUpPage device={device} />}
        </Surrounded>
      ) : (
        <App doors={device.doors} host={host} />
      )}
      <Surrounded doors={device.doors} host={host}>
        <UpdateNotice updates={updates} />
        {shared === null ? null : <SharedNotice shared={shared} />}
      </Surrounded>
    </>
  );
}
