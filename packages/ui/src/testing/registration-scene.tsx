/**
 * The application on a device and a server of the test's, for a company that registers its product: opening and killing tabs,
 * typing, reading. For tests in a browser.
 */
import { render } from 'preact';
import type { Step } from '@navette/domain/registration/assistant';
import type { DossierLicence } from '@navette/protocol/registration';
import { App } from '../App.tsx';
import type { Host } from '../host.ts';
import { EMPTY_DRAFT, type Draft } from '../registration/draft.ts';
import '../style/style.css';
import { ATELIER, SAMPLE_NOW } from './sample-data.ts';
import { sampleDoors, type SampleOptions } from './sample-doors.ts';
import { registeredSample, SAMPLE_DETAILS, SAMPLE_INSTALLATION, sampleServer, type SampleServer } from './sample-registration.ts';

const host: Host = {
  kind: 'portal',
  language: 'fr',
  workerUrl: '/pdf.worker.mjs',
  origin: 'https://portail.example',
  now: () => SAMPLE_NOW,
};
export type Doors = ReturnType<typeof sampleDoors>;
let places: HTMLElement[] = [];

/** The server of the test under way. */
export const scene: { server: SampleServer } = { server: sampleServer() };

export type Scene = {
  readonly draft?: Partial<Draft>;
  readonly licence?: Partial<NonNullable<DossierLicence>>;
  readonly options?: SampleOptions;
  readonly key?: string;
};

export function doorsFor({ draft, licence, options = {}, key = ATELIER }: Scene = {}): Doors {
  return sampleDoors({
    bytes: 'away',
    ...registeredSample(scene.server, licence),
    drafts: {
      installation: SAMPLE_INSTALLATION,
      ...(draft === undefined ? {} : { registration: { [key]: { ...EMPTY_DRAFT, details: SAMPLE_DETAILS, ...draft } } }),
    },
    ...options,
  });
}

/** Opens a page of the application on a device; another one on the same device is another tab. */
export function open(doors: Doors, hash = '#/registration', more: Partial<Host> = {}): HTMLElement {
  location.hash = hash;
  const place = document.createElement('div');
  document.body.append(place);
  places.push(place);
  render(<App doors={doors} host={{ ...host, ...more }} />, place);
  return place;
}

/** The tab goes away, as when it is killed: nothing more runs of it. */
export function kill(place: HTMLElement): void {
  render(null, place);
  place.remove();
  places = places.filter((one) => one !== place);
}

/** What a check gives once it gives something; a page is drawn soon, not at once. */
export async function until<T>(check: () => T | undefined | false | null, problem: () => string): Promise<T> {
  const end = performance.now() + 8000;
  for (;;) {
    const found = check();
    if (found !== undefined && found !== false && found !== null) return found;
    if (performance.now() > end) throw new Error(problem());
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const at = (step: Step): Partial<Draft> => ({ place: { at: step, stopped: null } });
export const draftOf = (doors: Doors, key: string = ATELIER) =>
  new Promise<Draft>((resolve) =>
    doors.library.draft('registration').subscribe((all) => resolve(((all ?? {}) as Record<string, Draft>)[key] ?? EMPTY_DRAFT)),
  );
export const title = (place: ParentNode) => place.querySelector('h1')?.textContent ?? '';
export const stands = async (place: ParentNode, name: string): Promise<boolean> => {
  await until(
    () => title(place) === name,
    () => `the page is called "${title(place)}", not "${name}"`,
  );
  return true;
};
export const button = (place: ParentNode, name: string) =>
  until(
    () =>
      [...place.querySelectorAll<HTMLButtonElement>('button, a.btn')].find(
        (one) => (one.getAttribute('aria-label') ?? one.textContent)?.trim() === name,
      ),
    () => `no button "${name}"`,
  );
export const press = async (place: ParentNode, name: string) => (await button(place, name)).click();
export const field = (place: ParentNode, name: string) => {
  const label = [...place.querySelectorAll('label')].find((one) => one.textContent?.trim().replace(/ \*$/, '') === name);
  const found: Element | null | undefined = label && (label.querySelector('input') ?? place.querySelector(`#${CSS.escape(label.htmlFor)}`));
  if (!(found instanceof HTMLInputElement || found instanceof HTMLSelectElement || found instanceof HTMLTextAreaElement))
    throw new Error(`no field "${name}"`);
  return found;
};
export function type(place: ParentNode, name: string, text: string): void {
  const input = field(place, name);
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}
export const seen = async (place: ParentNode, text: RegExp): Promise<boolean> => {
  const shown = () => (place.textContent ?? '').replaceAll(/[\u00a0\u202f]/g, ' ');
  await until(
    () => text.test(shown()),
    () => `${String(text)} is not in: ${shown().slice(0, 2000)}`,
  );
  return true;
};

/** A key that is well formed: its last character is the check of the others. */
export const GOOD_KEY = 'AAAAAAAAAAAAAAA';

export function begin(): void {
  scene.server = sampleServer();
}

export function end(): void {
  places.forEach(kill);
  location.hash = '';
  document.querySelectorAll('dialog').forEach((dialog) => dialog.remove());
}
