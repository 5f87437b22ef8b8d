// What `npm start` says on the terminal, in French then in English. The server's own sentences are the server's.

/** The same text in the two languages of the product. */
export interface BothLanguages {
  readonly fr: string;
  readonly en: string;
}

/** What `npm start -- --help` says before the server's own help. */
export const HELP: BothLanguages = {
  fr: 'npm start [-- options] construit l’extension et le portail s’ils ont changé, puis démarre le serveur avec ces options.',
  en: 'npm start [-- options] builds the extension and the portal if they changed, then starts the server with these options.',
};

/** Said while something is being built. */
export function building(name: string): BothLanguages {
  return { fr: `Construction : ${name}…`, en: `Building: ${name}…` };
}

/** Said when a build failed, under the builder's own message. */
export function buildFailed(name: string): BothLanguages {
  return {
    fr: `La construction de « ${name} » a échoué (le message du constructeur est au-dessus).`,
    en: `Building "${name}" failed (the builder's message is above).`,
  };
}

/** Said when there is no server in the tree. */
export const NO_SERVER: BothLanguages = {
  fr: 'Le serveur manque : sync-server/src/main.ts est introuvable.',
  en: 'The server is missing: sync-server/src/main.ts was not found.',
};

/** How to load the unpacked extension, with the absolute folders of the two builds. */
export function howToLoad(chrome: string, firefox: string): BothLanguages {
  return {
    fr: `Charger l’extension
  Chrome ou Edge : ouvrez chrome://extensions (ou edge://extensions), activez le mode développeur,
    cliquez sur « Charger l’extension non empaquetée » et choisissez le dossier
    ${chrome}
  Firefox : ouvrez about:debugging#/runtime/this-firefox, cliquez sur « Charger un module complémentaire temporaire »
    et choisissez le fichier
    ${firefox}`,
    en: `Load the extension
  Chrome or Edge: open chrome://extensions (or edge://extensions), switch on Developer mode,
    click "Load unpacked" and choose the first folder above.
  Firefox: open about:debugging#/runtime/this-firefox, click "Load Temporary Add-on" and choose the file above.`,
  };
}

/** Prints a text, French first. */
export function say(text: BothLanguages): void {
  console.log(`${text.fr}\n${text.en}`);
}

/** Prints a reason to stop, French first. */
export function complain(text: BothLanguages): void {
  console.error(`${text.fr}\n${text.en}`);
}
