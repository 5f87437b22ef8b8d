/**
 * How the portal is built: into `dist/` beside this file, where the server looks for it.
 *
 * No polyfill, no inlined script or style: the server's policy allows files only. The service worker is an entry of its
 * own, and is told here the names of everything the portal needs to open without a network.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const ROOT = import.meta.dirname;
const WORKER = 'sw.js';
const PDFJS = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
/** What pdf.js asks for by name while it draws: fonts that PDFs name without carrying them, decoders of scanned images. */
const PDF_FILES = { standard_fonts: /./, wasm: /_nowasm_fallback\.js$|^LICENSE_(?:PDFJS_)?(?:JBIG2|OPENJPEG)$/ };

/** Puts pdf.js's files beside the build, and the list of files to keep offline into the service worker. */
function offlineFiles(): Plugin {
  return {
    name: 'navette-offline-files',
    apply: 'build',
    enforce: 'post',
    buildStart() {
      for (const [folder, wanted] of Object.entries(PDF_FILES)) {
        for (const name of readdirSync(path.join(PDFJS, folder)).filter((one) => wanted.test(one))) {
          this.emitFile({
            type: 'asset',
            fileName: `assets/pdfjs/${folder}/${name}`,
            source: readFileSync(path.join(PDFJS, folder, name)),
          });
        }
      }
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const worker = bundle[WORKER];
        if (worker?.type !== 'chunk') return this.error('the service worker was not built');
        const publicFiles = readdirSync(path.join(ROOT, 'public'));
        const built = Object.values(bundle).filter(({ fileName }) => fileName !== WORKER && !/\.map$|\/LICENSE_/.test(fileName));
        const version = createHash('sha256').update(worker.code);
        for (const file of built.toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1)))
          version.update(file.fileName).update(file.type === 'chunk' ? file.code : file.source);
        for (const name of publicFiles) version.update(readFileSync(path.join(ROOT, 'public', name)));
        const files = [...built.map(({ fileName }) => `/${fileName}`), ...publicFiles.map((name) => `/${name}`)].sort();
        worker.code = worker.code
          .replace('__NAVETTE_FILES__', JSON.stringify(files))
          .replace('__NAVETTE_VERSION__', JSON.stringify(version.digest('hex').slice(0, 12)));
      },
    },
  };
}

export default defineConfig({
  root: ROOT,
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: {
    dedupe: ['preact', 'yjs', 'lib0'],
    // As in the extension: Yjs warns through lib0's logger, whose browser form brings a schema library.
    alias: [{ find: 'lib0/logging', replacement: path.join(ROOT, '../../node_modules/lib0/logging.node.js') }],
  },
  plugins: [offlineFiles()],
  // The reading worker loads pdf.js only when a PDF comes.
  worker: { format: 'es' },
  build: {
    target: ['chrome148', 'firefox150'],
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { portal: path.join(ROOT, 'index.html'), sw: path.join(ROOT, 'src/offline/sw.ts') },
      output: { entryFileNames: ({ name }) => (name === 'sw' ? WORKER : 'assets/[name]-[hash].js') },
    },
  },
});
