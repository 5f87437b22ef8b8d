/** What `verify-receipt` says. */
import type { KnownKey } from '@navette/protocol/keys';
import { formats } from '@navette/texts/formats';
import type { Receipt } from '@navette/rooms/records';
import type { Language } from '../console-texts.ts';
import type { Sentences } from './command.ts';
import { PURPOSE, validity } from './key-texts.ts';
import { printable, printMoment } from './moments.ts';

/**
 * `other-list`: the list of keys is of another firm, or not vouched for by the key that was given. `distrusted`: of a key that
 * was stolen since.
 */
export type ReceiptFault = 'other-key' | 'signature' | 'other-document' | 'other-list' | 'spent-key' | 'distrusted';

const FAULT: Readonly<Record<ReceiptFault, Sentences>> = {
  'other-key': { fr: 'Cet accusé de réception n’est pas de cette clé.', en: 'This receipt is not of this key.' },
  signature: {
    fr: 'Cet accusé de réception est faux ou modifié\u202f: la clé n’a pas signé ce qu’il dit.',
    en: 'This receipt is forged or altered: the key did not sign what it says.',
  },
  'other-list': {
    fr: 'Cette liste de clés n’est pas celle de ce cabinet, ou la clé donnée n’en répond pas.',
    en: 'This list of keys is not that firm’s, or the key that was given does not vouch for it.',
  },
  'spent-key': {
    fr: 'Cet accusé de réception est daté d’après le remplacement de la clé qui l’a signé\u202f: il ne prouve rien.',
    en: 'This receipt is dated after the key that signed it was replaced: it proves nothing.',
  },
  distrusted: {
    fr: 'La clé qui l’a signé n’est plus digne de confiance, et une date se contrefait avec elle\u202f: demandez au cabinet l’accusé renouvelé.',
    en: 'The key that signed it is not to be trusted any more, and it could forge a date: ask the firm for the renewed receipt.',
  },
  'other-document': {
    fr: 'L’accusé de réception est bon, mais ce document n’est pas celui qu’il atteste.',
    en: 'The receipt is good, but this document is not the one it attests.',
  },
};

export type ReceiptChecked = {
  readonly receipt: Receipt;
  readonly fault: ReceiptFault | null;
  readonly by: KnownKey | null;
  readonly withDocument: boolean;
};

export function receiptCheckText({ receipt, fault, by, withDocument }: ReceiptChecked, language: Language): string {
  const fr = language === 'fr';
  const colon = fr ? '\u202f: ' : ': ';
  const key =
    by === null ? [] : [printable(`${fr ? 'Clé' : 'Key'} ${by.keyId}${colon}${PURPOSE.receipts[language]}, ${validity(by, language)}`)];
  if (fault !== null) return [FAULT[fault][language], ...key].join('\n');
  const { fileSize } = formats(language);
  const { hash, size, at, dossier, box, firm, renewed } = receipt;
  const time = printMoment(at);
  const said = fr
    ? `Accusé de réception authentique\u202f: le cabinet ${firm} a reçu le ${time} (heure de Paris) le fichier ${hash}, ${fileSize(size)}, dans ${dossier}/${box}.`
    : `Authentic receipt: the firm ${firm} received on ${time} (time of Paris) the file ${hash}, ${fileSize(size)}, in ${dossier}/${box}.`;
  const again = fr
    ? `Donné de nouveau le ${renewed === undefined ? '' : printMoment(renewed)}, la clé du premier n’étant plus fiable.`
    : `Given again on ${renewed === undefined ? '' : printMoment(renewed)}, as the key of the first is not to be trusted any more.`;
  const same = fr ? 'Le document est bien ce fichier, octet pour octet.' : 'The document is that file, byte for byte.';
  return [printable(said), ...(renewed === undefined ? [] : [again]), ...key, ...(withDocument ? [same] : [])].join('\n');
}
