/** What WXT adds to the language here: the browser a build is for. */
interface ImportMetaEnv {
  readonly FIREFOX: boolean;
}
interface ImportMeta {
  readonly env: ImportMetaEnv;
}
/** Run for what it sets (`load-seldom.ts`). */
declare module '*seldom.js';
