/**
 * The users of one company: one row a user, one column a module, then the acts (R194). Reads without the network; every act
 * needs the server, and says so.
 */
import { useRef, useState } from 'preact/hooks';
import type { AccountView, DossierAccess } from '@navette/device/model';
import type { Giver } from '@navette/domain/granting';
import { AccessResend, UserDeactivate, UserDelete, UserReactivate } from '@navette/protocol/access-administration';
import { accessTexts, type AccessTexts } from '@navette/texts/access-texts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { QUIET } from '../unknown-yet.ts';
import { useKeys } from '../use-keys.ts';
import { useListCursor } from '../use-list-cursor.ts';
import { PHONE_WIDTH, useMedia } from '../use-media.ts';
import { useObservable } from '../use-observable.ts';
import { Newcomers } from './Newcomers.tsx';
import { Removal } from './Removal.tsx';
import { SaidNote } from './SaidNote.tsx';
import { useAccessActs, type Said } from './use-access-acts.ts';
import { UserForm, type CompanyUser } from './UserForm.tsx';
import { UserItem, UserRow, type UserActs, type UserRowProps } from './UserRow.tsx';

const LONG = 8;
const ROW = 60;

type Props = { readonly account: AccountView; readonly company: DossierAccess; readonly giver: Giver };
type Open = { readonly what: 'add' } | { readonly what: 'edit' | 'remove'; readonly user: CompanyUser } | null;

export function CompanyAccess({ account, company, giver }: Props) {
  const { f, language } = useSurroundings();
  const t = accessTexts(language);
  const { run, busy, online } = useAccessActs();
  const phone = useMedia(PHONE_WIDTH);
  const [open, setOpen] = useState<Open>(null);
  const [said, say] = useState<Said | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [wanted, setWanted] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const users = matching(company.users, wanted);
  const cursor = useListCursor(users.length, ROW, box);
  const at = users[cursor.at];

  const acts: UserActs = {
    edit: (user) => setOpen({ what: 'edit', user }),
    remove: (user) => {
      setProblem(null);
      setOpen({ what: 'remove', user });
    },
    resend: (user) => void resend(user.id, user.user.name),
    deactivate: (user) => void deactivate(user),
    reactivate: (user) => void reactivate(user),
  };
  const about = (id: string) => ({ dossier: company.dossier, user: id });
  const unsent = (id: string, name: string, sentence: string): Said => ({
    sentence,
    bad: true,
    act: { word: t.retry, run: () => void resend(id, name) },
  });
  const resend = async (id: string, name: string) => {
    const given = await run(AccessResend, about(id));
    if (!given.ok) return say({ sentence: given.refusal, bad: true });
    if (given.value.outcome !== 'sent') return say({ sentence: t.refused[given.value.outcome], bad: true });
    const { letter, until } = given.value;
    if (letter === 'sent') say({ sentence: t.said.sent(name, f.day(until)) });
    else say(letter === 'too-many' ? { sentence: t.said.tooMany(name), bad: true } : unsent(id, name, t.said.sentUnsent(name)));
  };
  const deactivate = async (user: CompanyUser) => {
    setOpen(null);
    const { name } = user.user;
    const given = await run(UserDeactivate, about(user.id));
    const refused = given.ok ? (given.value.outcome === 'done' ? null : t.refused[given.value.outcome]) : given.refusal;
    if (refused === null) say({ sentence: t.said.deactivated(name), act: { word: t.reactivate, run: () => void reactivate(user) } });
    else say({ sentence: refused, bad: true });
  };
  const reactivate = async (user: CompanyUser) => {
    const given = await run(UserReactivate, about(user.id));
    const refused = given.ok ? (given.value.outcome === 'done' ? null : t.refused[given.value.outcome]) : given.refusal;
    say(refused === null ? { sentence: t.said.reactivated(user.user.name) } : { sentence: refused, bad: true });
  };
  const remove = async ({ id, user }: CompanyUser) => {
    const given = await run(UserDelete, about(id));
    const refused = given.ok ? (given.value.outcome === 'done' ? null : t.refused[given.value.outcome]) : given.refusal;
    if (refused !== null) return setProblem(refused);
    setOpen(null);
    say({ sentence: user.state === 'invited' ? t.said.withdrawn(user.name) : t.said.removed(user.name) });
  };

  useKeys({
    j: cursor.next,
    k: cursor.previous,
    ArrowDown: cursor.next,
    ArrowUp: cursor.previous,
    e: () => at && online && acts.edit(at),
    n: () => online && setOpen({ what: 'add' }),
    '/': () => document.getElementById('user-filter')?.focus(),
  });

  const propsOf = (of: CompanyUser, index: number): UserRowProps => ({
    t,
    of,
    own: of.id === account.user.id,
    administrator: company.company.administrator?.user !== of.id ? null : company.company.administrator.confirmed ? 'first' : 'to-confirm',
    may: online,
    current: cursor.at === index,
    acts,
    nameRef: cursor.linkRef(index),
  });
  return (
    <>
      <div class="tools">
        {company.users.length < LONG ? null : (
          <div class="search w200">
            <Icon name="search" size="s" />
            <input
              id="user-filter"
              class="input sm"
              type="search"
              aria-label={t.filter}
              placeholder={t.filterHint}
              value={wanted}
              onInput={(event) => setWanted(event.currentTarget.value)}
            />
          </div>
        )}
        <span class="cap n">{t.users(company.users.length)}</span>
        <span class="grow" />
        <button type="button" class="btn primary sm" disabled={!online} onClick={() => setOpen({ what: 'add' })}>
          <Icon name="plus" size="s" />
          {t.addUser}
          {online ? null : `, ${t.needsServer}`}
        </button>
      </div>
      {online ? null : <OfflineNote t={t} />}
      <SaidNote said={said} onClose={() => say(null)} />
      {company.users.length === 0 ? (
        <EmptyState icon="users" title={t.empty} hint={t.emptyHint} />
      ) : users.length === 0 ? (
        <EmptyState icon="search" title={t.nothing} hint={t.nothingHint} />
      ) : phone ? (
        <ul class="rows userlist">
          {users.map((of, index) => (
            <UserItem key={of.id} {...propsOf(of, index)} />
          ))}
        </ul>
      ) : (
        <div ref={box}>
          <table class="usertable">
            <thead>
              <tr>
                <th scope="col">{t.columns.user}</th>
                <th scope="col">{t.columns.deposit}</th>
                <th scope="col">{t.columns.accounts}</th>
                <th scope="col">{t.columns.archive}</th>
                <th scope="col">{t.columns.admin}</th>
                <th scope="col">
                  <span class="vh">{t.columns.acts}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {users.map((of, index) => (
                <UserRow key={of.id} {...propsOf(of, index)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Newcomers t={t} company={company} giver={giver} onDone={say} />
      {open?.what === 'add' || open?.what === 'edit' ? (
        <UserForm
          company={company}
          giver={giver}
          of={open.what === 'edit' ? open.user : null}
          onClose={() => setOpen(null)}
          onDone={(done, letter) => {
            setOpen(null);
            say(letter === undefined ? done : unsent(letter.id, letter.name, done.sentence));
          }}
        />
      ) : null}
      {open?.what === 'remove' ? (
        <Removal
          t={t}
          busy={busy}
          problem={problem}
          onClose={() => setOpen(null)}
          onConfirm={() => void remove(open.user)}
          {...removalWords(t, open.user, open.user.id === account.user.id)}
          {...(open.user.user.state === 'active'
            ? {
                rather: (
                  <button type="button" class="btn" disabled={busy} onClick={() => void deactivate(open.user)}>
                    {t.removal.rather}
                  </button>
                ),
              }
            : {})}
        />
      ) : null}
    </>
  );
}

/** What is shown is what this device knew at its last contact. */
export function OfflineNote({ t }: { t: AccessTexts }) {
  const { doors, f } = useSurroundings();
  const now = useNow();
  const { lastSyncAt } = useObservable(doors.sync.status, QUIET);
  return (
    <p class="note plain" role="status">
      <Icon name="offline" />
      <span>{t.offline(lastSyncAt === null ? null : f.whenWithTime(lastSyncAt, now))}</span>
    </p>
  );
}

function removalWords(t: AccessTexts, { user }: CompanyUser, own: boolean): { readonly title: string; readonly texts: readonly string[] } {
  if (user.state === 'invited') return { title: t.removal.invitation(user.name), texts: [t.removal.invitationText] };
  return { title: t.removal.title(user.name), texts: [own ? t.removal.yourself : t.removal.text(user.name), t.removal.again] };
}

function matching(users: readonly CompanyUser[], wanted: string): readonly CompanyUser[] {
  const asked = wanted.trim().toLocaleLowerCase('fr');
  return users.filter(({ user }) => `${user.name} ${user.email}`.toLocaleLowerCase('fr').includes(asked));
}
