/** What the bundler adds to the language here: addresses of files, and whether this is a build. */
declare module '*?url' {
  const address: string;
  export default address;
}
interface ImportMetaEnv {
  readonly PROD: boolean;
}
interface ImportMeta {
  readonly env: ImportMetaEnv;
}
