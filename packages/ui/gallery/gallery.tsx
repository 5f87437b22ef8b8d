/** Every screen with sample data, for looking at: `?screen=app&side=staff&sync=offline#/documents`. For development only. */
import { render } from 'preact';
import '../src/style/style.css';
import { MIGRATION_STEPS } from '@navette/domain/migration';
import { App } from '../src/App.tsx';
import type { Host } from '../src/host.ts';
import { Panel } from '../src/Panel.tsx';
import { Popup } from '../src/Popup.tsx';
import { RegistrationDesk } from '../src/registration/RegistrationDesk.tsx';
import { Surrounded } from '../src/surroundings.tsx';
import type { Step } from '@navette/domain/registration/assistant';
import { Options } from '../src/options/Options.tsx';
import { EMPTY_DRAFT } from '../src/registration/draft.ts';
import { sampleAnswers, sampleOptionsDoor, sampleOtherFirms } from '../src/testing/sample-administration.ts';
import { ATELIER, SAMPLE_NOW, sampleAccount, sampleId } from '../src/testing/sample-data.ts';
import { sampleIdentity, SAMPLE_PROTECTED } from '../src/testing/sample-identity.ts';
import { sampleAccess, sampleMigrationCommands } from '../src/testing/sample-migrations.ts';
import {
  registeredSample,
  SAMPLE_DETAILS,
  SAMPLE_INSTALLATION,
  sampleActivation,
  sampleServer,
} from '../src/testing/sample-registration.ts';
import { sampleTrace } from '../src/testing/sample-trace.ts';
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
  ...(flag('admin') ? { firmRole: 'admin' as const } : {}),
  ...(flag('firms') ? { otherFirms: sampleOtherFirms() } : {}),
  ...(flag('protected') ? { security: SAMPLE_PROTECTED } : {}),
  ...(asked.has('documents') ? { documents: Number(asked.get('documents')) } : {}),
  ...(asked.has('companies') ? { companies: Number(asked.get('companies')) } : {}),
};
const registered = asked.get('registration');
const keptPlace = asked.get('at') as Step | null;
const registration: SampleOptions =
  registered === null
    ? {}
    : {
        ...registeredSample(
          { ...sampleServer(), online: !flag('cut') },
          { edition: flag('education') ? 'education' : 'ordinary', used: registered === 'limited' ? 30 : 3 },
        ),
        drafts: {
          installation: SAMPLE_INSTALLATION,
          registration: {
            [flag('out') ? 'device' : ATELIER]: {
              ...EMPTY_DRAFT,
              savedAt: SAMPLE_NOW,
              details: flag('empty') ? EMPTY_DRAFT.details : SAMPLE_DETAILS,
              place: keptPlace === null ? null : { at: keptPlace, stopped: keptPlace === 'key' ? 'key' : null },
              lookup: { siret: '73282932000074', said: 'found', fields: 5 },
              ...(flag('sent')
                ? { sending: { id: sampleId(11, 1), secret: 'x', version: '17.0', receivedAt: SAMPLE_NOW, refused: null } }
                : {}),
              ...(flag('old') ? { activation: await sampleActivation({ version: '16.0' }) } : {}),
            },
          },
        },
      };
const language = asked.get('language') === 'en' ? 'en' : 'fr';
const access = options.side === 'staff' ? sampleAccess(options.companies) : [];
const administration = sampleAnswers({ mayChange: !flag('readonly') });
const identity = sampleIdentity({ stale: flag('stale') });
const migrations = sampleMigrationCommands(access);
const trace = sampleTrace();
const doors = sampleDoors({
  access,
  commands: (name, body) => administration(name, body) ?? identity(name, body) ?? migrations(name, body) ?? trace(name, body),
  ...options,
  ...registration,
});
const host: Host = {
  kind: asked.get('kind') === 'portal' ? 'portal' : 'extension',
  language,
  workerUrl: new URL('../../../node_modules/pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url).href,
  reader: {
    script: new URL('../src/reading/reader-worker.ts', import.meta.url).href,
    pdfjs: new URL('../../../node_modules/pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url).href,
  },
  now: () => SAMPLE_NOW,
  ...(asked.get('kind') === 'portal' ? { origin: 'https://portail.aubrac.example' } : {}),
  openPage: () => undefined,
  ...(flag('managed')
    ? {
        managed: {
          subscribe: (listener) => (listener({ serverOrigin: 'https://navette.aubrac.example', portalOrigins: [] }), () => undefined),
        },
      }
    : {}),
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
  else if (screen === 'options')
    render(<Options doors={doors} host={{ ...host, openApp: () => undefined }} door={sampleOptionsDoor()} />, root);
  else if (screen === 'desk')
    render(
      <Surrounded doors={doors} host={host}>
        <main class="main">
          <h1>{language}</h1>
          <section class="block">
            <RegistrationDesk account={sampleAccount('staff', 1, true, 'finalised')} />
          </section>
        </main>
      </Surrounded>,
      root,
    );
  else render(<App doors={doors} host={host} />, root);
}
