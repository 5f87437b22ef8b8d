/** What screens are told of standing in the extension. */
import type { Host } from '@navette/ui/host';
// oxlint-disable-next-line import/default -- Vite gives the file's address as the default export
import readerScript from '@navette/ui/reader-worker?worker&url';
// oxlint-disable-next-line import/default
import pdfWorker from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { nearestLanguage } from '@navette/texts/texts';
import { browser } from 'wxt/browser';
import { managed } from './managed.ts';
import { allowServer, allowSiteOf, portalBanner } from './permissions.ts';

/** @param app what only the app's own tab has: it shows documents, and has nowhere else to open */
export function pageHost(app?: { readonly workerUrl: string; readonly downloads: NonNullable<Host['downloads']> }): Host {
  return {
    kind: 'extension',
    language: nearestLanguage(navigator.language),
    workerUrl: new URL(app?.workerUrl ?? '', location.href).href,
    reader: { script: readerScript, pdfjs: pdfWorker },
    allowSite: allowSiteOf,
    portalBanner: portalBanner(),
    managed,
    allowServer,
    openPage: (url) => void browser.tabs.create({ url }),
    ...(app !== undefined
      ? { downloads: app.downloads }
      : { openApp: (route: string) => void browser.tabs.create({ url: `${browser.runtime.getURL('/app.html')}${route}` }) }),
  };
}
