/**
 * How the portal is built: into `dist/` beside this file, where the server looks for it.
 *
 * No polyfill and no inlined script: the server's policy for the portal allows scripts from files only.
 */
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: { dedupe: ['preact', 'yjs', 'lib0'] },
  build: {
    target: 'es2024',
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
