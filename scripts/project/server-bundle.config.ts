// The server as JavaScript with its packages inside, so that it runs from a folder without node_modules.

import { defineConfig } from 'vite';
import { at } from './places.ts';

export default defineConfig({
  root: at('sync-server'),
  publicDir: false,
  build: {
    ssr: at('sync-server/src/main.ts'),
    outDir: at('dist/server'),
    emptyOutDir: true,
    target: 'node26',
    minify: false,
    sourcemap: true,
  },
  ssr: { noExternal: true, target: 'node' },
});
