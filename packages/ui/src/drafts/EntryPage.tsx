/**
 * One entry: its editor while it is a draft and the person may write, a choice while two versions stand, else the entry to read.
 *
 * Invariant: what somebody is typing is taken away by nothing that comes from elsewhere; a version that comes meanwhile is told, and
 * saving keeps both (R153).
 */
import { dayInParis } from '@navette/kernel/dates';
import type { AccountView, DossierView, EntryView, JournalView, RevisionView } from '@navette/device/model';
import type { JournalEntry } from '@navette/domain/drafts/entry';
import { exerciseOf } from '@navette/domain/drafts/exercise';
import { reversalOf } from '@navette/domain/drafts/reversal';
import { entriesTexts } from '@navette/texts/entries-texts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { Main } from '../screens/Main.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useKeys } from '../use-keys.ts';
import { AskValidation } from './AskValidation.tsx';
import { booksOf } from './books-of.ts';
import { ConflictChoice } from './ConflictChoice.tsx';
import { EntryEditor, type Saved } from './EntryEditor.tsx';
import { EntryRead } from './EntryRead.tsx';
import { EntryStateChip } from './EntryStateChip.tsx';
import { entriesPlace, NEW } from './entries-place.ts';
import { entryOf, newForm } from './entry-form.ts';
import { nameOf } from './said-by.ts';

export type PageProps = {
  readonly account: AccountView;
  readonly dossier: DossierView;
  readonly year: number;
  /** Null until the store has answered. */
  readonly view: JournalView | null;
  /** Of the hash. */
  readonly opened: string;
};

/** What is being edited: the entry it began with, and the versions it replaces. */
type Session = { readonly key: number; readonly draft: string | null; readonly entry: JournalEntry; readonly replaces: readonly string[] };

export function EntryPage(props: PageProps) {
  const { account, dossier, year, view, opened } = props;
  const surroundings = useSurroundings();
  const { doors, f, language, now } = surroundings;
  const t = entriesTexts(language);
  const [session, setSession] = useState<Session | null>(null);
  const [said, say] = useState('');
  const [problem, setProblem] = useState('');
  const [asking, setAsking] = useState<string | null>(null);
  const dirty = useRef(false);
  const list = entriesPlace(dossier.id, year);
  const id = session?.draft ?? (opened === NEW ? null : opened);
  const found = view?.entries.find((one) => one.id === id) ?? null;
  const today = dayInParis(now());
  const { from, to } = view?.exercise ?? exerciseOf(year);
  const dayNow = today < from ? from : today > to ? to : today;
  useKeys({ Escape: () => location.assign(list) });

  const begin = (entry: JournalEntry, draft: string | null, replaces: readonly string[]) =>
    setSession((before) => ({ key: (before?.key ?? 0) + 1, draft, entry, replaces }));
  const fresh = (journal: string, date: string) => begin(entryOf(newForm(date, journal)), null, []);

  useEffect(() => {
    if (view === null || dirty.current) return;
    if (id === null) {
      if (session === null && view.mayWrite) fresh('AC', dayNow);
      return;
    }
    if (found === null) return;
    const standing = found.standing.map((one) => one.id);
    if (session !== null && same(standing, session.replaces) && found.state !== 'asked' && found.validated === null) return;
    if (found.state === 'draft' && view.mayWrite) begin(found.entry, found.id, standing);
    else setSession(null);
  }, [view, id, session]);

  /** @returns what stands from now on; null where nothing was saved */
  const save = async (
    entry: JournalEntry,
    withdrawn = false,
    base: Pick<Session, 'draft' | 'replaces'> | null = session,
  ): Promise<Saved | null> => {
    const asked = { dossier: dossier.id, year, entry, withdrawn };
    const done = await doors.library.journal.save({ ...asked, draft: base?.draft ?? null, replaces: base?.replaces ?? [] });
    // Validated while it was being changed: what was typed is kept as an entry of its own.
    const apart = !done.ok && done.refusal.tag === 'too-late';
    const kept = apart ? await doors.library.journal.save({ ...asked, draft: null, replaces: [] }) : done;
    setProblem(kept.ok ? '' : refusalSentence(surroundings, kept.refusal));
    if (!kept.ok) return null;
    if (apart) say(t.savedApart);
    const { draft, revision } = kept.value;
    return { draft, replaces: [revision] };
  };
  const onSaved = (entry: JournalEntry, saved: Saved) => setSession((before) => (before === null ? null : { ...before, ...saved, entry }));

  if (view === null)
    return (
      <Main title={t.title} crumb={dossier.name}>
        <Shapes rows={6} />
      </Main>
    );
  const meanwhile =
    session !== null && found !== null ? found.standing.filter((one) => !session.replaces.includes(one.id) && session.draft !== null) : [];
  const title = found?.validated ? t.validatedTitle(f.count(found.validated.number)) : id === null ? t.newEntry : t.draftTitle;
  const askingFor = asking === null ? undefined : view.entries.find((one) => one.id === asking);
  return (
    <Main
      title={title}
      crumb={dossier.name}
      look="entrypage"
      aside={
        <div class="row wrap noprint">
          {found === null ? null : <EntryStateChip view={found} />}
          <a class="btn sm" href={list}>
            <Icon name="left" size="s" />
            {t.back}
          </a>
        </div>
      }
    >
      <p class="vh" role="status">
        {said}
      </p>
      {said === '' ? null : <p class="note entrynote">{said}</p>}
      <p class="note bad entrynote" role="alert" hidden={problem === ''}>
        {problem}
      </p>
      {found?.refused ? <p class="note bad entrynote">{t.refused[found.refused]}</p> : null}
      {session !== null ? (
        <EntryEditor
          key={session.key}
          account={account}
          dossier={dossier}
          exercise={view.exercise}
          base={session.entry}
          found={found}
          books={booksOf(view.entries)}
          mayValidate={view.mayValidate}
          meanwhile={meanwhile.map(({ by, side }) => t.meanwhile(nameOf(t, account, by, side)))}
          onDirty={(now_) => (dirty.current = now_)}
          save={save}
          onSaved={(entry, saved, next) => {
            dirty.current = false;
            if (next === 'new') {
              say(t.savedNew(entry.label === '' ? t.noLabel : entry.label));
              return fresh(entry.journal, entry.date);
            }
            onSaved(entry, saved);
            if (next === 'validate') setAsking(saved.draft);
          }}
          isNew={opened === NEW}
        />
      ) : found === null ? (
        <EmptyState icon="info" title={t.unknown} />
      ) : found.state === 'conflict' ? (
        <ConflictChoice
          account={account}
          versions={found.standing}
          onKeep={view.mayWrite ? (version) => void save(version.entry, version.withdrawn, allOf(found)) : null}
          onFrom={(version) => begin(version.entry, found.id, allOf(found).replaces)}
        />
      ) : (
        <EntryRead
          account={account}
          dossier={dossier}
          view={found}
          mayWrite={view.mayWrite}
          place={(one) => entriesPlace(dossier.id, year, one)}
          onTakeBack={() => void save(found.entry, false, allOf(found))}
          onDrop={() => void doors.library.journal.validate({ dossier: dossier.id, year, draft: found.id, wanted: false })}
          onReverse={() => void reverse(found)}
        />
      )}
      {askingFor === undefined ? null : (
        <AskValidation
          dossier={dossier.id}
          year={year}
          entries={[askingFor]}
          onClose={() => setAsking(null)}
          {...(opened === NEW ? { onAsked: () => location.assign(list) } : {})}
        />
      )}
    </Main>
  );

  async function reverse({ entry, id: of, validated }: EntryView): Promise<void> {
    const label = t.reversal(f.count(validated?.number ?? 0));
    const saved = await save(reversalOf(entry, { of, date: dayNow, label }), false, null);
    if (saved !== null) location.assign(entriesPlace(dossier.id, year, saved.draft));
  }
}

function allOf({ id, standing }: EntryView): { readonly draft: string; readonly replaces: readonly string[] } {
  return { draft: id, replaces: standing.map((one: RevisionView) => one.id) };
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}
