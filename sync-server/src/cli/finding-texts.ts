/** What `verify` found, in sentences that name the place. */
import { formats } from '@navette/texts/formats';
import type { Language } from '../console-texts.ts';
import type { CopyFinding, Finding, ReceiptProblem } from './findings.ts';
import { printable, printMoment } from './moments.ts';
import type { Verified } from './verify-folder.ts';

const PROBLEM: Readonly<Record<ReceiptProblem, Readonly<Record<Language, string>>>> = {
  unreadable: { fr: 'il n’est pas lisible', en: 'it cannot be read' },
  'not-by-server': { fr: 'le serveur ne l’a pas écrit', en: 'the server did not write it' },
  'other-key': { fr: 'il est d’une autre clé que celle du cabinet', en: 'it is of another key than the firm’s' },
  signature: { fr: 'la signature ne correspond pas à ce qu’il dit', en: 'its signature does not match what it says' },
  'other-place': { fr: 'il est d’un autre dossier ou d’une autre boîte', en: 'it belongs to another dossier or box' },
  'spent-key': { fr: 'il est signé par une clé qui avait déjà été remplacée', en: 'it is signed by a key that had been replaced already' },
  distrusted: {
    fr: 'sa clé n’est plus digne de confiance\u202f: «\u202fnavette key --renew\u202f» le renouvelle',
    en: 'its key is not to be trusted any more: "navette key --renew" renews it',
  },
  'other-head': { fr: 'le journal n’est plus celui qu’il cite', en: 'the log is no longer the one it quotes' },
};

const COPY: Readonly<Record<CopyFinding['problem'], Readonly<Record<Language, string>>>> = {
  damaged: { fr: 'ses octets ont changé', en: 'its bytes have changed' },
  order: { fr: 'il y manque des entrées', en: 'entries are missing in it' },
  document: { fr: 'elle ne donne pas le même document que les entrées', en: 'it does not make the same document as the entries' },
  digest: { fr: 'son résumé ne correspond pas aux entrées', en: 'its digest does not match the entries' },
};

/** Counts, then the findings, the first one first. */
export function verifiedText(verified: Verified, language: Language): string {
  const lines = verified.log ? counts(verified, language) : [];
  return printable([...lines, ...verdict(verified, language)].join('\n'));
}

/** "Tout est intact", or each finding. */
export function verdict({ count, findings }: Pick<Verified, 'count' | 'findings'>, language: Language): readonly string[] {
  const fr = language === 'fr';
  const [first, ...rest] = findings.map((finding) => findingSentence(finding, language));
  if (first === undefined) return [fr ? 'Tout est intact.' : 'Everything is intact.'];
  const more = count - findings.length;
  return [
    fr
      ? `${count} ${count === 1 ? 'anomalie' : 'anomalies'}. La première\u202f: ${first}`
      : `${count} ${count === 1 ? 'problem' : 'problems'}. The first: ${first}`,
    ...rest.map((sentence) => `  ${sentence}`),
    ...(more > 0 ? [fr ? `  … et ${more} de plus.` : `  … and ${more} more.`] : []),
  ];
}

function counts({ log, receipts, redactions, copies, files }: Verified, language: Language): readonly string[] {
  if (!log) return [];
  const { count, fileSize } = formats(language);
  const span = log.from === null || log.to === null ? '' : `, ${printMoment(log.from)} – ${printMoment(log.to)}`;
  return language === 'fr'
    ? [
        `Journal\u202f: ${count(log.entries)} entrées dans ${count(log.rooms)} espaces, jusqu’à la position ${log.cursor}${span}`,
        `Époque ${log.epoch}, tête ${log.head}`,
        `Copies abrégées\u202f: ${count(copies.segments)} pour ${count(copies.rooms)} espaces, comparées à leurs entrées`,
        `Accusés de réception\u202f: ${count(receipts)}`,
        ...(redactions > 0 ? [`Effacements signés\u202f: ${count(redactions)}`] : []),
        `Fichiers\u202f: ${count(files.files)} (${fileSize(files.bytes)})`,
      ]
    : [
        `Log: ${count(log.entries)} entries in ${count(log.rooms)} rooms, up to cursor ${log.cursor}${span}`,
        `Epoch ${log.epoch}, head ${log.head}`,
        `Short copies: ${count(copies.segments)} for ${count(copies.rooms)} rooms, compared with their entries`,
        `Receipts: ${count(receipts)}`,
        ...(redactions > 0 ? [`Signed erasures: ${count(redactions)}`] : []),
        `Files: ${count(files.files)} (${fileSize(files.bytes)})`,
      ];
}

function findingSentence(finding: Finding, language: Language): string {
  const fr = language === 'fr';
  switch (finding.tag) {
    case 'bad-keys':
      return fr
        ? 'la liste des clés du cabinet (keys/list.json) n’est pas celle qu’il a signée.'
        : 'the list of the firm’s keys (keys/list.json) is not the one it signed.';
    case 'damaged-database':
      return fr
        ? `la base ${finding.file} est abîmée (${finding.detail}).`
        : `the database ${finding.file} is damaged (${finding.detail}).`;
    case 'missing-entries':
      if (finding.from === finding.to)
        return fr ? `l’entrée ${finding.from} du journal manque.` : `entry ${finding.from} of the log is missing.`;
      return fr
        ? `les entrées ${finding.from} à ${finding.to} du journal manquent.`
        : `entries ${finding.from} to ${finding.to} of the log are missing.`;
    case 'broken-link':
      return fr
        ? `l’entrée ${finding.cursor} (numéro ${finding.seq} de ${finding.room}) n’est plus celle qui a été écrite, ou pas à cette place.`
        : `entry ${finding.cursor} (number ${finding.seq} of ${finding.room}) is not the one that was written, or not in this place.`;
    case 'time-back':
      return fr
        ? `l’entrée ${finding.cursor} est datée d’avant celle qui la précède dans ${finding.room}.`
        : `entry ${finding.cursor} is dated before the one before it in ${finding.room}.`;
    case 'misplaced':
      return fr
        ? `l’entrée ${finding.cursor} est mal rangée (taille ou droits de ${finding.room}).`
        : `entry ${finding.cursor} is filed wrongly (size or scope of ${finding.room}).`;
    case 'unreadable-update':
      return fr
        ? `l’entrée ${finding.cursor} de ${finding.room} n’est pas lisible.`
        : `entry ${finding.cursor} of ${finding.room} cannot be read.`;
    case 'bad-redaction':
      return fr
        ? `l’acte d’effacement ${finding.id} n’est pas celui que le cabinet a signé.`
        : `the act of erasure ${finding.id} is not the one the firm signed.`;
    case 'redacted-otherwise':
      return fr
        ? `l’entrée ${finding.cursor} (numéro ${finding.seq} de ${finding.room}) est effacée, et ce qui en reste n’est pas ce que dit un acte signé.`
        : `entry ${finding.cursor} (number ${finding.seq} of ${finding.room}) is erased, and what is left of it is not what a signed act says.`;
    case 'put-back':
      return fr
        ? `l’entrée ${finding.cursor} (numéro ${finding.seq} de ${finding.room}) a été effacée, et son contenu est revenu.`
        : `entry ${finding.cursor} (number ${finding.seq} of ${finding.room}) was erased, and its contents are back.`;
    case 'seq-gap':
      return fr
        ? `l’entrée ${finding.cursor} porte le numéro ${finding.seq} dans ${finding.room}, où l’on attendait ${finding.expected}.`
        : `entry ${finding.cursor} has number ${finding.seq} in ${finding.room}, where ${finding.expected} was due.`;
    case 'missing-end':
      return fr
        ? `la fin de ${finding.room} manque\u202f: ${finding.seq} entrées annoncées, la dernière présente est ${finding.last}.`
        : `the end of ${finding.room} is missing: ${finding.seq} entries announced, the last one there is ${finding.last}.`;
    case 'bad-copy':
      return fr
        ? `la copie abrégée de ${finding.room} n’est pas bonne\u202f: ${COPY[finding.problem].fr}. Le journal lui-même n’est pas en cause\u202f: «\u202fnavette compact --again\u202f» la refait.`
        : `the short copy of ${finding.room} is not good: ${COPY[finding.problem].en}. The log itself is not concerned: "navette compact --again" makes it again.`;
    case 'bad-receipt':
      return fr
        ? `l’accusé de réception de l’entrée ${finding.cursor} (fichier ${finding.hash}) n’est pas bon\u202f: ${PROBLEM[finding.problem].fr}.`
        : `the receipt of entry ${finding.cursor} (file ${finding.hash}) is not good: ${PROBLEM[finding.problem].en}.`;
    case 'row-without-receipt':
      return fr
        ? `le fichier ${finding.hash} est donné pour reçu dans ${finding.dossier}/${finding.box} sans accusé de réception.`
        : `the file ${finding.hash} is held as received in ${finding.dossier}/${finding.box} without a receipt.`;
    case 'receipt-without-row':
      return fr
        ? `l’accusé de réception du fichier ${finding.hash} dans ${finding.dossier}/${finding.box} n’ouvre plus de droit à ce fichier.`
        : `the receipt of the file ${finding.hash} in ${finding.dossier}/${finding.box} no longer gives a right to that file.`;
    case 'missing-file':
      return fr ? `le fichier ${finding.hash} manque.` : `the file ${finding.hash} is missing.`;
    case 'altered-file':
      return fr
        ? `le fichier ${finding.hash} a changé\u202f: son contenu n’est plus celui que dit son nom.`
        : `the file ${finding.hash} has changed: its bytes are no longer what its name says.`;
    case 'wrong-size':
      return fr
        ? `le fichier ${finding.hash} n’a pas la taille de son accusé de réception.`
        : `the file ${finding.hash} does not have the size its receipt says.`;
    case 'bad-manifest':
      return fr
        ? 'la déclaration de la sauvegarde (backup.json) n’est pas celle que le cabinet a signée.'
        : 'the statement of the backup (backup.json) is not the one the firm signed.';
    case 'not-the-log-backed-up':
      return fr
        ? `le journal n’est pas celui de la sauvegarde\u202f: la position ${finding.cursor} manque ou a changé.`
        : `the log is not the one that was backed up: cursor ${finding.cursor} is missing or has changed.`;
  }
}
