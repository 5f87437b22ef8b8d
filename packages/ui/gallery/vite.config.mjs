// Serves the gallery: `npx vite packages/ui/gallery`. Development only.
import { fileURLToPath } from 'node:url';

export default {
  root: fileURLToPath(new URL('.', import.meta.url)),
  server: { fs: { allow: [fileURLToPath(new URL('../../..', import.meta.url))] } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  optimizeDeps: {
    noDiscovery: true,
    include: [
      'preact',
      'preact/hooks',
      'preact/jsx-runtime',
      'preact/jsx-dev-runtime',
      '@preact/signals',
      'pdfjs-dist',
      'pdf-lib',
      'saxes',
      'valibot',
    ],
  },
  resolve: { dedupe: ['preact'] },
};
