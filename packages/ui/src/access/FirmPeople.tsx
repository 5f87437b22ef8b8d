/**
 * The firm's own people, for its administrators (G24): who they are, which dossiers each follows, replacements with dates. The
 * server's list: it needs the network.
 */
import { useEffect, useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import {
  AssignmentEnd,
  FirmPeople as AskFirmPeople,
  StaffRemove,
  StaffResend,
  type FirmPeopleAnswer,
} from '@navette/protocol/access-administration';
import { accessTexts, type AccessTexts } from '@navette/texts/access-texts';
import { commandSentence } from '../command-sentence.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { initials } from '../dossiers.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { useKeys } from '../use-keys.ts';
import { AssignForm } from './AssignForm.tsx';
import { Removal } from './Removal.tsx';
import { SaidNote } from './SaidNote.tsx';
import { StaffForm } from './StaffForm.tsx';
import { useAccessActs, type Said } from './use-access-acts.ts';

export type FirmPerson = FirmPeopleAnswer['people'][number];
type Open = { readonly what: 'add' } | { readonly what: 'edit' | 'assign' | 'remove'; readonly person: FirmPerson } | null;

export function FirmPeople({ account }: { account: AccountView }) {
  const surroundings = useSurroundings();
  const { doors, f, language } = surroundings;
  const t = accessTexts(language);
  const now = useNow();
  const { run, busy, online } = useAccessActs();
  const [firm, setFirm] = useState<FirmPeopleAnswer | null>(null);
  const [unread, setUnread] = useState<string | null>(null);
  const [open, setOpen] = useState<Open>(null);
  const [said, say] = useState<Said | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const read = async () => {
    const given = await doors.commands.ask(AskFirmPeople, {});
    setUnread(given.ok ? null : commandSentence(surroundings, given.refusal));
    if (given.ok) setFirm(given.value);
  };
  useEffect(() => void read(), [doors]);
  useKeys({ n: () => online && firm && setOpen({ what: 'add' }) });
  const done = (what: Said | null) => {
    setOpen(null);
    say(what);
    void read();
  };
  const remove = async (user: string, name: string, invited: boolean) => {
    const given = await run(StaffRemove, { user });
    const refused = given.ok ? (given.value.outcome === 'done' ? null : t.refused[given.value.outcome]) : given.refusal;
    if (refused === null) done({ sentence: invited ? t.said.withdrawn(name) : t.said.left(name) });
    else if (invited) say({ sentence: refused, bad: true });
    else setProblem(refused);
  };
  const resend = async (invitation: string, name: string) => {
    const given = await run(StaffResend, { user: invitation });
    if (!given.ok) return say({ sentence: given.refusal, bad: true });
    if (given.value.outcome !== 'sent') return say({ sentence: t.refused[given.value.outcome], bad: true });
    const { letter, until } = given.value;
    done(
      letter === 'sent'
        ? { sentence: t.said.sent(name, f.day(until)) }
        : { sentence: letter === 'failed' ? t.said.sentUnsent(name) : t.said.tooMany(name), bad: true },
    );
  };
  const end = async (assignment: string, name: string) => {
    const given = await run(AssignmentEnd, { assignment });
    const refused = given.ok ? (given.value.outcome === 'done' ? null : t.refused[given.value.outcome]) : given.refusal;
    done(refused === null ? { sentence: t.said.assigned(name) } : { sentence: refused, bad: true });
  };

  if (firm === null)
    return unread === null ? (
      <Shapes rows={4} />
    ) : (
      <EmptyState icon="offline" title={t.staff.unread} hint={unread}>
        <button type="button" class="btn" onClick={() => void read()}>
          {t.staff.again}
        </button>
      </EmptyState>
    );
  const nameOf = (dossier: string) => firm.dossiers.find((one) => one.dossier === dossier)?.name ?? '';
  const personName = (user: string | null) => firm.people.find((one) => one.user === user)?.name ?? null;
  const planned = firm.people.flatMap((person) => person.assignments.map((assignment) => ({ person, assignment })));
  return (
    <>
      <div class="tools">
        <span class="grow" />
        <button type="button" class="btn primary sm" disabled={!online} onClick={() => setOpen({ what: 'add' })}>
          <Icon name="plus" size="s" />
          {t.staff.add}
          {online ? null : `, ${t.needsServer}`}
        </button>
      </div>
      <SaidNote said={said} onClose={() => say(null)} />
      <ul class="rows firmlist">
        {firm.people.map((person) => (
          <li key={person.user}>
            <span class="who">
              <span class="mono2" aria-hidden="true">
                {initials(person.name)}
              </span>
              <span class="grow">
                <b>{person.name}</b>
                {person.user === account.user.id ? <span class="ink3"> ({t.you})</span> : null}
                <small class="blk cut">{[person.title, person.email].filter((part) => part !== null).join(', ')}</small>
              </span>
            </span>
            <span class="tag">{t.staff.role[person.role]}</span>
            <span class="follows ink2" title={person.dossiers.map(nameOf).join(', ')}>
              {t.staff.dossierCount(person.dossiers.length)}
            </span>
            <span class="rowacts">
              <button
                type="button"
                class="btn sm"
                aria-label={t.of(t.staff.assign, person.name)}
                disabled={!online}
                onClick={() => setOpen({ what: 'assign', person })}
              >
                {t.staff.assign}
              </button>
              <button
                type="button"
                class="btn sm"
                aria-label={t.of(t.edit, person.name)}
                disabled={!online}
                onClick={() => setOpen({ what: 'edit', person })}
              >
                {t.edit}
              </button>
              <button
                type="button"
                class="btn sm"
                aria-label={t.of(t.staff.leaves, person.name)}
                disabled={!online}
                onClick={() => {
                  setProblem(null);
                  setOpen({ what: 'remove', person });
                }}
              >
                {t.staff.leaves}
              </button>
            </span>
          </li>
        ))}
        {firm.invitations.map(({ invitation, name, email, role, until }) => (
          <li key={invitation}>
            <span class="who">
              <span class="mono2" aria-hidden="true">
                {initials(name)}
              </span>
              <span class="grow">
                <b>{name}</b>
                <small class="blk cut">{email}</small>
                <span class="tag">
                  <Icon name="mail" size="s" />
                  {until > now ? t.staff.invitedUntil(f.shortDay(until, now)) : t.invitedOver}
                </span>
              </span>
            </span>
            <span class="tag">{t.staff.role[role]}</span>
            <span class="follows" />
            <span class="rowacts">
              <button
                type="button"
                class="btn sm"
                aria-label={t.of(t.resend, name)}
                disabled={!online || busy}
                onClick={() => void resend(invitation, name)}
              >
                {t.resend}
              </button>
              <button
                type="button"
                class="btn sm"
                aria-label={t.removal.invitation(name)}
                disabled={!online || busy}
                onClick={() => void remove(invitation, name, true)}
              >
                {t.staff.withdraw}
              </button>
            </span>
          </li>
        ))}
      </ul>
      {planned.length === 0 ? null : (
        <section class="block replacements">
          <header>
            <h2>{t.staff.replacements}</h2>
          </header>
          <ul class="rows tight">
            {planned.map(({ person, assignment }) => (
              <li key={assignment.id} class="row wrap">
                <span class="grow">
                  <b>{person.name}</b>, {nameOf(assignment.dossier)}
                  <small class="blk">
                    {[
                      t.staff.planned(f.day(assignment.first), f.day(assignment.last)),
                      ...(assignment.replaces === null ? [] : [t.staff.insteadOf(personName(assignment.replaces) ?? '')]),
                    ].join(', ')}
                  </small>
                </span>
                <span class="tag">{assignment.running ? t.staff.running : t.staff.coming}</span>
                <button
                  type="button"
                  class="btn sm"
                  aria-label={t.of(t.staff.end, `${person.name}, ${nameOf(assignment.dossier)}`)}
                  disabled={!online || busy}
                  onClick={() => void end(assignment.id, person.name)}
                >
                  {t.staff.end}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {open?.what === 'add' || open?.what === 'edit' ? (
        <StaffForm of={open.what === 'edit' ? open.person : null} onClose={() => setOpen(null)} onDone={done} />
      ) : null}
      {open?.what === 'assign' ? <AssignForm firm={firm} of={open.person} onClose={() => setOpen(null)} onDone={done} /> : null}
      {open?.what === 'remove' ? (
        <Removal
          t={t}
          title={t.removal.staff(open.person.name)}
          texts={removalTexts(t, open.person, open.person.user === account.user.id)}
          busy={busy}
          problem={problem}
          onClose={() => setOpen(null)}
          onConfirm={() => void remove(open.person.user, open.person.name, false)}
        />
      ) : null}
    </>
  );
}

function removalTexts(t: AccessTexts, { name }: FirmPerson, own: boolean): readonly string[] {
  return own ? [t.removal.yourself] : [t.removal.staffText(name)];
}
