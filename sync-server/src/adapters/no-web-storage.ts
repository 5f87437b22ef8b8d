/**
 * Takes Node's unfinished `localStorage` away before any library looks for one: without a file behind it, each look
 * prints a warning on the operator's terminal. Import it first.
 */
Object.defineProperty(globalThis, 'localStorage', { value: undefined, configurable: true, writable: true });

export {};
