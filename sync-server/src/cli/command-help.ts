/** The answer to `navette <command> --help`. */
import type { Sentences } from './command.ts';

const ENDS: Sentences = {
  fr: `  --json                    un seul objet JSON, pour un programme
  --help                    affiche cette aide

  Fin\u202f: 0 tout est bon, 1 quelque chose ne l’est pas, 2 option ou dossier refusé.`,
  en: `  --json                    one JSON object, for a program
  --help                    shows this help

  Ends with 0 all is well, 1 something is not, 2 an option or a folder is refused.`,
};

const help = (fr: string, en: string): Sentences => ({ fr: `${fr}\n${ENDS.fr}`, en: `${en}\n${ENDS.en}` });

export const COMMAND_HELP: Readonly<Record<string, Sentences>> = {
  verify: help(
    `navette verify --data DOSSIER
  Vérifie que rien n’a changé\u202f: la chaîne du journal de la première à la dernière entrée, chaque accusé de réception et sa
  signature, chaque fichier. Ne modifie rien, et peut tourner à côté du serveur. DOSSIER peut être une sauvegarde\u202f; d’une
  sauvegarde chiffrée, ce qui se vérifie sans sa clé privée\u202f: que c’est bien le fichier que le cabinet a signé.
`,
    `navette verify --data FOLDER
  Checks that nothing has changed: the chain of the log from its first entry to its last, each receipt and its signature,
  each file. Changes nothing, and may run beside the server. FOLDER may be a backup; of an encrypted one, what can be checked
  without its private key: that it is the file the firm signed.
`,
  ),
  'verify-receipt': help(
    `navette verify-receipt FICHIER --keys LISTE [--key CLÉ] [--document FICHIER]
  Vérifie un accusé de réception, sans réseau. FICHIER est son JSON, ou - pour l’entrée standard.
  --keys LISTE              liste publiée des clés (navette key --json, ou /api/v1/keys)\u202f: dit quelle clé, valable quand
  --key CLÉ                 avec LISTE, clé du journal déjà connue, qui doit en répondre\u202f; seule, clé des accusés de réception
  --document FICHIER        le document, comparé octet pour octet à celui qui est attesté
`,
    `navette verify-receipt FILE --keys LIST [--key KEY] [--document FILE]
  Checks a receipt, without a network. FILE is its JSON, or - for the standard input.
  --keys LIST               published list of keys (navette key --json, or /api/v1/keys): says which key, good when
  --key KEY                 with LIST, the log’s key you know already, which must vouch for it; alone, the key of receipts
  --document FILE           the document, compared byte for byte with the one attested
`,
  ),
  receipt: help(
    `navette receipt --data DOSSIER --hash SHA256 [--dossier ID] [--box BOÎTE]
  Affiche l’accusé de réception d’un fichier, à remettre à qui voudra le vérifier.
`,
    `navette receipt --data FOLDER --hash SHA256 [--dossier ID] [--box BOX]
  Prints the receipt of a file, to be handed to whoever wants to check it.
`,
  ),
  key: help(
    `navette key --data DOSSIER [--rotate | --distrust CLÉ --after MOMENT | --renew [--all] | --lost]
  Affiche le nom du cabinet, l’empreinte à comparer et toutes ses clés, avec leur validité\u202f; avec --json, la liste publiée.
  --rotate                  remplace les clés, chacune présentée par celle d’avant\u202f; le serveur peut tourner
  --distrust CLÉ            clé remplacée qui n’est plus fiable après MOMENT (2026-11-20T14:30 à Paris)
  --renew                   donne de nouveau, serveur arrêté, les accusés de réception que le journal et les fichiers confirment
  --all                     avec --renew\u202f: aussi ceux d’avant MOMENT, pour qui n’a pas le journal
  --lost                    la clé privée du journal est perdue\u202f: nouvelles clés, que chacun devra comparer et accepter

  navette key --make-backup-key
  Fait la paire de clés des sauvegardes, à lancer ailleurs que sur le serveur.
`,
    `navette key --data FOLDER [--rotate | --distrust KEY --after MOMENT | --renew [--all] | --lost]
  Prints the firm’s name, the fingerprint to compare and all its keys with their validity; with --json, the published list.
  --rotate                  replaces the keys, each introduced by the one before; the server may run
  --distrust KEY            replaced key that is not to be trusted after MOMENT (2026-11-20T14:30 in Paris)
  --renew                   gives again, the server stopped, the receipts that the log and the files bear out
  --all                     with --renew: also those from before MOMENT, for readers who have no log
  --lost                    the private key of the log is lost: new keys, which everybody will have to compare and take

  navette key --make-backup-key
  Makes the key pair of backups; run it elsewhere than on the server.
`,
  ),
  history: help(
    `navette history ESPACE --data DOSSIER [--at NUMÉRO|MOMENT]
  Dit qui a écrit quoi et quand dans un espace du journal, une ligne par entrée.
  ESPACE                    par exemple dossier/<identifiant>/deposits/2026/common
  --at NUMÉRO|MOMENT        affiche en JSON ce qu’il contenait après cette entrée, ou à ce moment (12, 2026-11-20,
                            2026-11-20T14:30 à Paris, 2026-11-20T13:30Z)
`,
    `navette history ROOM --data FOLDER [--at NUMBER|MOMENT]
  Says who wrote what and when in a room of the log, one line an entry.
  ROOM                      for example dossier/<id>/deposits/2026/common
  --at NUMBER|MOMENT        prints as JSON what stood in it after that entry, or at that moment (12, 2026-11-20,
                            2026-11-20T14:30 in Paris, 2026-11-20T13:30Z)
`,
  ),
  backup: help(
    `navette backup --data DOSSIER --to SAUVEGARDE [--encrypt-to FICHIER]
  Copie tout dans un nouveau dossier, pendant que le serveur tourne, puis vérifie la copie. Sur le même disque, les fichiers
  ne sont pas dupliqués\u202f: mettez la sauvegarde sur un autre. Elle contient les clés du cabinet.
  --encrypt-to FICHIER      la chiffre pour cette clé publique (navette key --make-backup-key), au format age\u202f: seule la clé
                            privée l’ouvre. Chaque nuit et en deux lieux\u202f: voir serve --backup.
`,
    `navette backup --data FOLDER --to BACKUP [--encrypt-to FILE]
  Copies everything to a new folder while the server runs, then verifies the copy. On the same disk, files are not
  duplicated: put the backup on another one. It holds the firm’s keys.
  --encrypt-to FILE         encrypts it to this public key (navette key --make-backup-key), in the age format: only the private
                            key opens it. Every night and at two places: see serve --backup.
`,
  ),
  restore: help(
    `navette restore --from SAUVEGARDE --data DOSSIER [--key FICHIER] [--keys DOSSIER] [--why MOTIF]
  Vérifie la sauvegarde, puis en fait un nouveau dossier de données. Le journal change d’époque\u202f: chaque appareil renvoie ce
  qui manque. Termine toutes les sessions, et dit ce qu’il vous reste à refaire.
  --key FICHIER             clé privée d’une sauvegarde chiffrée
  --keys DOSSIER            clés plus récentes que celles de la sauvegarde (dossier de l’ancien serveur), prises à leur place
  --why MOTIF               motif, signé avec la nouvelle époque
`,
    `navette restore --from BACKUP --data FOLDER [--key FILE] [--keys FOLDER] [--why REASON]
  Verifies the backup, then makes a new data folder of it. The log gets a new epoch: each device hands back what is missing.
  Ends every session, and says what is left for you to do again.
  --key FILE                private key of an encrypted backup
  --keys FOLDER             newer keys than those of the backup (the former server’s folder), taken in their place
  --why REASON              reason, signed with the new epoch
`,
  ),
  healed: help(
    `navette healed --data DOSSIER
  Dit ce que les appareils ont rendu après chaque restauration du serveur\u202f: combien d’entrées, dans quels espaces, écrites par
  qui et quand, rendues par qui. Ne modifie rien, et peut tourner à côté du serveur.
`,
    `navette healed --data FOLDER
  Says what devices handed back after each restore of the server: how many entries, in which rooms, written by whom and when,
  brought by whom. Changes nothing, and may run beside the server.
`,
  ),
  compact: help(
    `navette compact --data DOSSIER [--again]
  Raccourcit la lecture de chaque espace du journal, serveur arrêté\u202f: ce qui s’est ajouté devient une copie abrégée. Le serveur
  le fait aussi de lui-même. Le journal n’est pas touché.
  --again                   jette les copies abrégées et les refait toutes
`,
    `navette compact --data FOLDER [--again]
  Makes every room shorter to read, while the server is stopped: what was added becomes a short copy. The server does this by
  itself too. The log is not touched.
  --again                   throws the short copies away and makes them all again
`,
  ),
  inspect: help(
    `navette inspect --data DOSSIER
  Dit ce que contient un dossier de données ou une sauvegarde, en chiffres\u202f: espaces, copies abrégées, fichiers, bases, et les
  espaces illisibles. Aucun nom, aucun contenu. Ne modifie rien, et peut tourner à côté du serveur.
`,
    `navette inspect --data FOLDER
  Says what is in a data folder or a backup, in figures: rooms, short copies, files, databases, and the rooms that cannot be
  read. No name, no content. Changes nothing, and may run beside the server.
`,
  ),
};
