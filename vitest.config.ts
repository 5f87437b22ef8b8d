// The test runner's projects:
//   node      unit tests beside the code, architecture, contract, faults, abuse
//   browser   `*.browser.test.ts(x)`: the same kinds of test inside a real Chromium
//   builds    `*.build.test.ts`: what was built (sizes, manifests, the Firefox linter)
//   journeys  whole journeys with the built extension and the real server, one at a time

import { playwright } from '@vitest/browser-playwright';
import { configDefaults, defineConfig } from 'vitest/config';
import { CHROMIUM_ARGS, findChromium } from './test/support/browsers.ts';

const IN_BROWSER = '**/*.browser.test.{ts,tsx}';
const ON_BUILDS = '**/*.build.test.ts';
const JOURNEYS = 'test/journeys/**/*.test.ts';
const never = [...configDefaults.exclude, '**/dist/**', '**/.output/**', '**/.wxt/**'];
const chromium = findChromium();
const jsx = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const;

export default defineConfig({
  oxc: jsx,
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['{packages,sync-server,extension,scripts,test}/**/*.test.{ts,tsx}'],
          exclude: [...never, IN_BROWSER, ON_BUILDS, JOURNEYS],
        },
      },
      {
        extends: true,
        // Found by the optimizer only after a page has loaded, each would reload the tests half way.
        optimizeDeps: {
          include: [
            'preact',
            'preact/hooks',
            'preact/jsx-runtime',
            'preact/jsx-dev-runtime',
            '@preact/signals',
            'dexie/dist/modern/dexie.mjs',
            'yjs',
            'axe-core',
            'pdf-lib',
            'pdfjs-dist',
            'saxes',
          ],
        },
        resolve: { dedupe: ['preact', 'yjs', 'lib0'] },
        test: {
          name: 'browser',
          include: [`{packages,sync-server,extension,test}/${IN_BROWSER}`],
          exclude: never,
          testTimeout: 30_000,
          setupFiles: ['test/support/patient-waits.ts'],
          expect: { poll: { timeout: 10_000 } },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: [...CHROMIUM_ARGS], ...(chromium === undefined ? {} : { executablePath: chromium }) },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: { name: 'builds', environment: 'node', include: [ON_BUILDS], exclude: never, testTimeout: 120_000 },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          environment: 'node',
          include: [JOURNEYS],
          exclude: never,
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 180_000,
          // What a journey waits for takes what a slow machine takes: a second is no measure.
          expect: { poll: { timeout: 20_000 } },
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
