// The server as JavaScript with its packages inside, so that it runs from a folder without node_modules.

import { defineConfig } from 'vite';
import { at } from './places.ts';

export default defineConfig({
  root: at('sync-server'),
  publicDir: false,
  build: {
    ssr: true,
    outDir: at('dist/server'),
    emptyOutDir: true,
    target: 'node26',
    minify: false,
    sourcemap: true,
    // What runs in a thread of its own starts from a file beside the server's.
    rolldownOptions: {
      input: {
        main: at('sync-server/src/main.ts'),
        'sqlite-log-writer-worker': at('sync-server/src/log/sqlite-log-writer-worker.ts'),
        'merge-worker': at('sync-server/src/rooms/merge-worker.ts'),
        'recognise-worker': at('sync-server/src/cli/recognise-worker.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true, target: 'node' },
});
