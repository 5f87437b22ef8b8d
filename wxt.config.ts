/**
 * How the extension is built, and what it asks of the browser.
 *
 * It asks as little as it can: no site is named here, every host permission is optional and asked by a click in our own
 * pages (P4, architecture section 6). The key is a public key: it fixes the extension's id in Chromium, and signs nothing.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'wxt';

const ROOT = import.meta.dirname;

/** Fixes the Chromium id pnfolhlmicpjpheaelgbjchmceplpnga, by which a server knows our pages. */
const PUBLIC_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAyp3BLIf7A0NmbjMYSsV37ak+4YBcReCX9dYQZk6SLiNlCx9GiN+QidATU459JT6tLXrTeYRlZAH6R3jolBSeo9Er5JNxbe7NDUv3X4Ex4wsVJUtCw8uRINnOYMikap/6OrJJPoLlQ3PbQKFPbHKcGxQELVuQN9VhLMvuZhpgfboEONZmJTMO3O/EBPnvSen3aegn6TaKabCWx2KAvY0S/z/sOWEVkeLEzHFJncBNwSdcI9/dZw/S3sVWHQ5IG5yhUfUKnD1tAWWByhslfIYxCjfcUDDWkxkUXG+nL5XWv7usTIYVarr/uLKuTTQxmFXonh950ysN979uFsh4qu6lkwIDAQAB';

/** M4: only the sources in use. The server's address is a setting, so connections are limited by scheme, not by name. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self' https: wss: http://127.0.0.1:* ws://127.0.0.1:* http://localhost:* ws://localhost:*",
  "worker-src 'self'",
].join('; ');

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  imports: false,
  manifestVersion: 3,
  targetBrowsers: ['chrome', 'firefox'],
  zip: { name: 'navette', excludeSources: ['data/**', 'docs/images/**', 'test-results/**'] },
  hooks: {
    'build:publicAssets': (_wxt, files) => {
      for (const language of ['fr', 'en']) {
        files.push({
          absoluteSrc: path.join(ROOT, `extension/locales/${language}.json`),
          relativeDest: `_locales/${language}/messages.json`,
        });
      }
      // Beside pdf.js's worker, where the viewer looks for them: fonts that PDFs only name, decoders of scanned images.
      for (const [folder, wanted] of [
        ['standard_fonts', /./],
        ['wasm', /_nowasm_fallback\.js$|^LICENSE_(?:PDFJS_)?(?:JBIG2|OPENJPEG)$/],
      ] as const) {
        const from = path.join(ROOT, 'node_modules/pdfjs-dist', folder);
        for (const name of readdirSync(from).filter((one) => wanted.test(one)))
          files.push({ absoluteSrc: path.join(from, name), relativeDest: `assets/pdfjs/${folder}/${name}` });
      }
    },
    'build:manifestGenerated': (_wxt, manifest) => {
      // One order, so that two builds are equal byte for byte.
      manifest.permissions = [...new Set(manifest.permissions)].sort();
    },
  },
  vite: () => ({
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    resolve: {
      dedupe: ['preact', 'yjs', 'lib0'],
      // Yjs warns through lib0's logger, whose browser form draws on the page and brings a schema library: see the decision
      // of 2026-11-20 on what the background carries.
      alias: [{ find: 'lib0/logging', replacement: path.join(ROOT, 'node_modules/lib0/logging.node.js') }],
    },
    // The reading worker loads pdf.js only when a PDF comes.
    worker: { format: 'es' },
    // Scripts that are no modules run as strictly as the modules they were tested as.
    build: { target: 'es2024', rolldownOptions: { output: { strict: true }, external: ['/seldom.js'] } },
  }),
  manifest: ({ browser }) => ({
    name: '__MSG_name__',
    description: '__MSG_description__',
    default_locale: 'fr',
    permissions: [
      'activeTab',
      'alarms',
      'contextMenus',
      'scripting',
      'storage',
      'unlimitedStorage',
      ...(browser === 'firefox' ? [] : ['sidePanel']),
    ],
    // Asked by a click beside the list it opens (decision of 2026-11-29 on capture).
    optional_permissions: ['downloads'],
    optional_host_permissions: ['https://*/*', 'http://*/*'],
    icons: { 16: 'icon-16.png', 32: 'icon-32.png', 48: 'icon-48.png', 128: 'icon-128.png' },
    action: { default_title: '__MSG_name__' },
    commands: {
      'open-sheet': { suggested_key: { default: 'Alt+N' }, description: '__MSG_commandOpenSheet__' },
      _execute_action: {},
    },
    content_security_policy: { extension_pages: PAGE_POLICY },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'navette@navette.example',
              strict_min_version: '142.0',
              // What leaves the device, and only for the firm's own server: documents, comments, sign-in, the page a file came from.
              data_collection_permissions: {
                required: [
                  'authenticationInfo',
                  'browsingActivity',
                  'financialAndPaymentInfo',
                  'personalCommunications',
                  'personallyIdentifyingInfo',
                  'websiteContent',
                ],
              },
            },
          },
        }
      : {
          key: PUBLIC_KEY,
          minimum_chrome_version: '148',
          message_serialization: 'structured_clone',
          incognito: 'spanning',
          storage: { managed_schema: 'managed-schema.json' },
        }),
  }),
});
