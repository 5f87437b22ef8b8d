import '@navette/ui/style.css';
import { App } from '@navette/ui/app';
// oxlint-disable-next-line import/default -- Vite gives the file's address as the default export
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { render } from 'preact';
import { downloadsDoor } from '../../doors/downloads.ts';
import { pageDoors } from '../../doors/lazy-doors.ts';
import { pageHost } from '../../doors/page-host.ts';

const root = document.getElementById('app');
if (root !== null) render(<App doors={pageDoors()} host={pageHost({ workerUrl, downloads: downloadsDoor() })} />, root);
