/**
 * Tells people by letter what happened to their account (A8). A letter never holds an act up and never fails it: it is on its
 * way when `tell` returns, and what became of it is the post office's business.
 */
import type { UserId } from '@navette/kernel/ids';
import type { Clock } from '@navette/kernel/ports';
import type { NoticeKind } from '../mail/letters.ts';
import type { PostOffice } from '../mail/post-office.ts';
import type { Directory } from '../ports.ts';

export type Notices = {
  /**
   * @param detail a sentence of `notice-texts.ts`
   * @param more `to`: another mailbox than the person's; `link`: another place than their account's page
   */
  tell(user: UserId, what: NoticeKind, detail: string, more?: { readonly to?: string; readonly link?: string }): void;
  /** Work that must not show in the time of an answer: begun once the answer has left. */
  later(work: () => unknown): void;
  /** Resolves when everything told so far has left, or could not. */
  settled(): Promise<void>;
};

const ACCOUNT_PAGE = '/#/account';

export function makeNotices(directory: Pick<Directory, 'person'>, post: PostOffice): Notices {
  const onTheirWay = new Set<Promise<unknown>>();
  const follow = (work: Promise<unknown>): void => {
    const done: Promise<unknown> = work.finally(() => onTheirWay.delete(done));
    onTheirWay.add(done);
  };
  return {
    tell(user, what, detail, { to = directory.person(user)?.email, link = ACCOUNT_PAGE } = {}) {
      if (to === undefined) return;
      follow(post.post(to, { kind: 'notice', what, detail, link }));
    },
    later: (work) => follow(new Promise((resolve) => void setImmediate(resolve)).then(work)),
    async settled() {
      while (onTheirWay.size > 0) await Promise.all(onTheirWay);
    },
  };
}

const MOMENT = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Paris' });

/** What a letter says of it, in French; the letter itself says what to do about it. */
export function noticeTexts(clock: Clock) {
  const now = () => `le ${MOMENT.format(clock.now())}`;
  return {
    signIn: (device: string) => (device === '' ? `Connexion depuis un nouvel appareil, ${now()}.` : `${device}, ${now()}.`),
    guessedFactor: (device: string) =>
      `Quelqu’un connaît votre mot de passe mais n’a pas pu présenter votre second facteur, ${now()}${device === '' ? '' : ` (${device})`}. Changez votre mot de passe.`,
    password: () => `Mot de passe changé ${now()}.`,
    passwordReset: () =>
      `Mot de passe choisi à nouveau par le lien reçu dans cette boîte, ${now()}. Tous vos appareils ont été déconnectés.`,
    emailChanged: (email: string) => `Votre adresse de connexion devient ${email}. Ce lien rétablit l’ancienne pendant 72 heures.`,
    emailUndone: (email: string) => `Votre adresse de connexion est de nouveau ${email}. Tous vos appareils ont été déconnectés.`,
    totpAdded: () => `Application d’authentification ajoutée ${now()}.`,
    totpRemoved: () => `Application d’authentification retirée ${now()}.`,
    passkeyAdded: (name: string) => `Clé d’accès «\u202f${name}\u202f» ajoutée ${now()}.`,
    passkeyRemoved: (name: string) => `Clé d’accès «\u202f${name}\u202f» retirée ${now()}.`,
    recoveryRenewed: () => `Nouveaux codes de secours ${now()}. Les anciens ne servent plus.`,
    recoveryUsed: (left: number) => `Un code de secours a servi ${now()}. Il vous en reste ${left}.`,
    factorsRemoved: () => `Le cabinet a retiré votre second facteur ${now()}. Tous vos appareils ont été déconnectés.`,
    factorsRemovedBy: (by: string, of: string) => `${by} a retiré le second facteur de ${of} ${now()}.`,
    sessionsEnded: () => `Le cabinet a déconnecté tous vos appareils ${now()}.`,
    linked: (provider: string) => `Connexion avec ${provider} ajoutée ${now()}.`,
    unlinked: (provider: string) => `Connexion avec ${provider} retirée ${now()}.`,
  };
}
export type NoticeTexts = ReturnType<typeof noticeTexts>;
