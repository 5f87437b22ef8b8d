/** What `key` and `verify-receipt` say. */
import { formats } from '@navette/texts/formats';
import type { Receipt } from '@navette/rooms/records';
import type { Language } from '../console-texts.ts';
import type { Sentences } from './command.ts';
import { printable, printMoment } from './moments.ts';

export type ReceiptFault = 'other-key' | 'signature' | 'other-document';

const FAULT: Readonly<Record<ReceiptFault, Sentences>> = {
  'other-key': { fr: 'Cet accusé de réception n’est pas de cette clé.', en: 'This receipt is not of this key.' },
  signature: {
    fr: 'Cet accusé de réception est faux ou modifié\u202f: la clé n’a pas signé ce qu’il dit.',
    en: 'This receipt is forged or altered: the key did not sign what it says.',
  },
  'other-document': {
    fr: 'L’accusé de réception est bon, mais ce document n’est pas celui qu’il atteste.',
    en: 'The receipt is good, but this document is not the one it attests.',
  },
};

export function keyText(
  { firm, name, keyId, publicKey }: { readonly firm: string; readonly name: string; readonly keyId: string; readonly publicKey: string },
  language: Language,
): string {
  const words = language === 'fr' ? ['Cabinet', 'Identifiant', 'Clé', 'Clé publique'] : ['Firm', 'Id', 'Key', 'Public key'];
  const colon = language === 'fr' ? '\u202f: ' : ': ';
  return printable([name, firm, keyId, publicKey].map((value, i) => `${words[i]}${colon}${value}`).join('\n'));
}

export function receiptCheckText(receipt: Receipt, fault: ReceiptFault | null, withDocument: boolean, language: Language): string {
  if (fault !== null) return FAULT[fault][language];
  const { fileSize } = formats(language);
  const { hash, size, at, dossier, box, firm } = receipt;
  const time = printMoment(at);
  if (language === 'fr') {
    const said = `Accusé de réception authentique\u202f: le cabinet ${firm} a reçu le ${time} (heure de Paris) le fichier ${hash}, ${fileSize(size)}, dans ${dossier}/${box}.`;
    return printable(withDocument ? `${said}\nLe document est bien ce fichier, octet pour octet.` : said);
  }
  const said = `Authentic receipt: the firm ${firm} received on ${time} (time of Paris) the file ${hash}, ${fileSize(size)}, in ${dossier}/${box}.`;
  return printable(withDocument ? `${said}\nThe document is that file, byte for byte.` : said);
}
