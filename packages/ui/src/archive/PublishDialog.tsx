/** Publishing: one document with its place, or many with one place for all or the one proposed for each. What rules propose, a person confirms. */
import type { AccountView, DossierView, PublishAsked } from '@navette/device/model';
import type { Box } from '@navette/domain/boxes';
import type { DocumentKind } from '@navette/domain/document-kinds';
import { dayInParis } from '@navette/kernel/dates';
import { FIRST_RULES, proposePlace } from '@navette/rooms/shelving';
import { archiveTexts } from '@navette/texts/archive-texts';
import { useMemo, useState } from 'preact/hooks';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { useLive } from '../use-observable.ts';
import { placeWords } from './parts.ts';
import { draftOf, foldersOf, PlaceFields, readDraft, type ReadDraft } from './PlaceFields.tsx';

export type ToPublish = {
  readonly source: PublishAsked['source'];
  readonly name: string;
  readonly kind: DocumentKind | null;
  readonly date: string | null;
};
/** Where they were dropped. */
export type DroppedIn = {
  readonly box?: Box;
  readonly year?: number | null;
  readonly category?: PublishAsked['place']['category'];
  readonly folder?: readonly string[];
};

type Props = {
  readonly account: AccountView;
  readonly dossier: DossierView;
  readonly items: readonly ToPublish[];
  readonly into?: DroppedIn;
  readonly onClose: (published: number) => void;
};

export function PublishDialog({ account, dossier, items, into, onClose }: Props) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = archiveTexts(language);
  const now = useNow();
  const rules = useLive(() => doors.library.archive.rules, [doors], FIRST_RULES);
  const shelf = useLive(() => doors.library.archive.view(dossier.id), [doors, dossier.id], null);
  const proposals = useMemo(() => {
    const today = dayInParis(now);
    return items.map((item) => {
      const proposed = proposePlace(rules, { ...item, name: item.name.replace(/\.pdf$/i, '') }, today);
      return {
        item,
        box: into?.box ?? proposed.box,
        place: {
          ...proposed.place,
          ...(into?.year === undefined ? {} : { year: into.year }),
          ...(into?.category === undefined ? {} : { category: into.category, folder: [...(into.folder ?? [])] }),
        },
      };
    });
  }, [items, rules]);
  const [first] = proposals;
  const [draft, setDraft] = useState(first ? draftOf(first.place, first.box, first.item.date) : null);
  const [forAll, setForAll] = useState(items.length === 1 || into?.category !== undefined);
  const [problem, setProblem] = useState<Extract<ReadDraft, { ok: false }> | null>(null);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  if (first === undefined || draft === null) return null;
  const many = items.length > 1;

  const publish = async () => {
    const read = readDraft(many ? { ...draft, name: 'x' } : draft, t);
    if (forAll && !read.ok) return setProblem(read);
    const asked = proposals.map(({ item, box, place }): PublishAsked => {
      const date = forAll && read.ok && !many ? read.date : (item.date ?? undefined);
      return {
        source: item.source,
        box: forAll ? draft.box : box,
        place: forAll && read.ok ? { ...read.place, name: many ? place.name : read.place.name } : place,
        ...(date === undefined ? {} : { date }),
      };
    });
    setBusy(true);
    const done = await doors.library.archive.publish(asked);
    setBusy(false);
    if (done.ok) onClose(done.value.length);
    else setRefused([refusalSentence(surroundings, done.refusal)]);
  };
  return (
    <Dialog title={t.publish.title(items.length)} onClose={() => onClose(0)} look="publish">
      <form onSubmit={(event) => (event.preventDefault(), void publish())}>
        <p>{t.publish.lead}</p>
        <p class="cap">{t.publish.proposed}</p>
        {many ? (
          <fieldset class="ways2">
            {([true, false] as const).map((all) => (
              <label class="check" key={String(all)}>
                <input type="radio" name="for-all" checked={forAll === all} onChange={() => setForAll(all)} />
                {all ? t.publish.sameForAll : t.publish.each}
              </label>
            ))}
          </fieldset>
        ) : null}
        {forAll ? (
          <PlaceFields
            account={account}
            dossier={dossier}
            draft={draft}
            onChange={(next) => (setDraft(next), setProblem(null))}
            folders={foldersOf((shelf?.files ?? []).map(({ place }) => place))}
            named={!many}
            problem={problem}
          />
        ) : (
          <ul class="rows tight proposals">
            {proposals.map(({ item, place }) => (
              <li key={'document' in item.source ? item.source.document : item.source.capture}>
                <b class="cut blk">{place.name}</b>
                <small class="cut blk">{placeWords(t, { v: 1, ...place })}</small>
              </li>
            ))}
          </ul>
        )}
        <Problems sentences={refused} />
        <div class="row acts">
          <button type="submit" class="btn primary" disabled={busy}>
            {t.publish.submit}
          </button>
          <button type="button" class="btn" onClick={() => onClose(0)}>
            {t.publish.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
