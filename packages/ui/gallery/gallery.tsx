/** Every screen with sample data, for looking at: `?screen=app&side=staff&sync=offline#/documents`. For development only. */
import { render } from 'preact';
import '../src/style/style.css';
import { MIGRATION_STEPS } from '@navette/domain/migration';
import { App } from '../src/App.tsx';
import type { Host } from '../src/host.ts';
import { Panel } from '../src/Panel.tsx';
import { Popup } from '../src/Popup.tsx';
import { SAMPLE_NOW } from '../src/testing/sample-data.ts';
import { sampleAccess, sampleMigrationCommands } from '../src/testing/sample-migrations.ts';
import { sampleDoors, type SampleOptions } from '../src/testing/sample-doors.ts';

const asked = new URLSearchParams(location.search);
const flag = (name: string) => asked.get(name) === '1';
const options: SampleOptions = {
  side: asked.get('side') === 'staff' ? 'staff' : 'client',
  signedIn: !flag('out'),
  demo: !flag('real'),
  tray: flag('tray'),
  refused: flag('refused'),
  bytes: flag('away') ? 'away' : 'here',
  sync: (['offline', 'failed', 'sign-in-needed'] as const).find((sync) => sync === asked.get('sync')) ?? 'fine',
  migration: MIGRATION_STEPS.find((step) => step === asked.get('migrate')) ?? (flag('migrate') ? 'code-sent' : 'finalised'),
  ...(asked.has('documents') ? { documents: Number(asked.get('documents')) } : {}),
  ...(asked.has('companies') ? { companies: Number(asked.get('companies')) } : {}),
};
const access = options.side === 'staff' ? sampleAccess(options.companies) : [];
const language = asked.get('language') === 'en' ? 'en' : 'fr';
const doors = sampleDoors({ access, commands: sampleMigrationCommands(access), ...options });
const host: Host = {
  kind: asked.get('kind') === 'portal' ? 'portal' : 'extension',
  language,
  workerUrl: new URL('../../../node_modules/pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url).href,
  now: () => SAMPLE_NOW,
  openPage: () => undefined,
};
const root = document.getElementById('root');
if (root !== null) {
  const screen = asked.get('screen');
  const page = {
    state: { subscribe: (listener: (state: { canDeposit: true }) => void) => (listener({ canDeposit: true }), () => undefined) },
    depositThisPage: async () => undefined,
  };
  if (screen === 'popup') render(<Popup doors={doors} host={{ ...host, openApp: () => undefined }} page={page} />, root);
  else if (screen === 'panel') render(<Panel doors={doors} host={{ ...host, openApp: () => undefined }} />, root);
  else render(<App doors={doors} host={host} />, root);
}
