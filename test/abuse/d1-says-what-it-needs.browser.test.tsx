/** D1: without an encrypted disk we promise nothing, and say so where the device is enrolled. */
import { render } from 'preact';
import { afterEach, expect, test, vi } from 'vitest';
import { App } from '@navette/ui/app';
import type { Host } from '@navette/ui/host';
import { sampleDoors } from '@navette/ui/testing/sample-doors';

const host: Host = { kind: 'extension', language: 'fr', workerUrl: '/pdf.worker.mjs', now: () => Date.UTC(2026, 10, 20) };
let place: HTMLElement;

afterEach(() => {
  render(null, place);
  place.remove();
});

test.each([
  ['fr', 'Vos documents sont gardés sur cet ordinateur. Chiffrez son disque et verrouillez votre session.'],
  ['en', 'Your documents are kept on this computer. Encrypt its disk and lock your session.'],
] as const)('D1 the sign-in says in %s that documents stay on this computer, and to encrypt its disk', async (language, sentence) => {
  place = document.createElement('div');
  document.body.append(place);
  render(<App doors={sampleDoors({ signedIn: false })} host={{ ...host, language }} />, place);
  // English wording is not there from the start: it is brought, and then the page is drawn.
  await vi.waitFor(() => expect(place.innerText.replaceAll('\u202f', ' ')).toContain(sentence), { timeout: 15_000 });
});
