/** In the browser's tests `vi.waitFor` gives up after ten seconds and not after one: a slow machine is no fault of a screen. */
import { vi } from 'vitest';

const waitFor = vi.waitFor.bind(vi);
vi.waitFor = (probe, options) => waitFor(probe, { timeout: 10_000, ...(typeof options === 'number' ? { timeout: options } : options) });
