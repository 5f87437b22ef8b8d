// Dexie ships its build for today's browsers without types of its own: they are the package's.
declare module 'dexie/dist/modern/dexie.mjs' {
  export * from 'dexie';
  export { default } from 'dexie';
}
