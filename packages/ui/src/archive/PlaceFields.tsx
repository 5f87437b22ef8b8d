/** Where a document stands: name, category, folder, fiscal year, date, and who may read it. Said as one, refused with the field at fault. */
import type { AccountView, DossierView } from '@navette/device/model';
import type { Box } from '@navette/domain/boxes';
import { ARCHIVE_CATEGORIES, type ArchiveCategory, type ArchivePlace } from '@navette/rooms/document-records';
import { archiveTexts, type ArchiveTexts } from '@navette/texts/archive-texts';
import { useId } from 'preact/hooks';
import { useSurroundings } from '../surroundings.tsx';
import { archiveBoxes } from './may-read.ts';
import { boxWord } from './parts.ts';

/** As it is typed. */
export type PlaceDraft = {
  readonly name: string;
  readonly category: ArchiveCategory;
  readonly folder: string;
  readonly year: string;
  readonly date: string;
  readonly box: Box;
};

export function draftOf(place: Omit<ArchivePlace, 'v'>, box: Box, date: string | null): PlaceDraft {
  const { name, category, folder, year } = place;
  return { name, category, folder: folder.join(' / '), year: year === null ? '' : String(year), date: date ?? '', box };
}

export type ReadDraft =
  | { readonly ok: true; readonly place: Omit<ArchivePlace, 'v'>; readonly date?: string }
  | { readonly ok: false; readonly field: 'name' | 'folder' | 'year'; readonly sentence: string };

export function readDraft(draft: PlaceDraft, t: ArchiveTexts): ReadDraft {
  const name = draft.name.trim().slice(0, 200);
  if (name === '') return { ok: false, field: 'name', sentence: t.fields.noName };
  const folder = draft.folder
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (folder.length > 8 || folder.some((part) => part.length > 80)) return { ok: false, field: 'folder', sentence: t.fields.badFolder };
  const year = draft.year.trim() === '' ? null : Number(draft.year.trim());
  if (year !== null && !(Number.isInteger(year) && year >= 1900 && year <= 2200))
    return { ok: false, field: 'year', sentence: t.fields.badYear };
  return { ok: true, place: { name, category: draft.category, folder, year }, ...(draft.date === '' ? {} : { date: draft.date }) };
}

type Props = {
  readonly account: AccountView;
  readonly dossier: DossierView;
  readonly draft: PlaceDraft;
  readonly onChange: (draft: PlaceDraft) => void;
  /** Folders that are there already. */
  readonly folders: readonly string[];
  /** Absent where each document keeps its own. */
  readonly named?: boolean;
  /** Absent where who may read it is settled. */
  readonly boxed?: boolean;
  readonly problem: Extract<ReadDraft, { ok: false }> | null;
};

export function PlaceFields({ account, dossier, draft, onChange, folders, named = true, boxed = true, problem }: Props) {
  const { language } = useSurroundings();
  const t = archiveTexts(language);
  const id = useId();
  const set = (by: Partial<PlaceDraft>) => onChange({ ...draft, ...by });
  const wrong = (field: 'name' | 'folder' | 'year') =>
    problem?.field === field ? { 'aria-invalid': 'true' as const, 'aria-describedby': `${id}-problem` } : {};
  return (
    <div class="placefields">
      {named ? (
        <>
          <label for={`${id}-name`}>{t.fields.name}</label>
          <input
            id={`${id}-name`}
            class="input"
            value={draft.name}
            maxLength={200}
            {...wrong('name')}
            onInput={(event) => set({ name: event.currentTarget.value })}
          />
        </>
      ) : null}
      <div class="twofields">
        <div>
          <label for={`${id}-category`}>{t.fields.category}</label>
          <select
            id={`${id}-category`}
            class="input"
            value={draft.category}
            onChange={(event) => set({ category: event.currentTarget.value as ArchiveCategory })}
          >
            {ARCHIVE_CATEGORIES.map((category) => (
              <option key={category} value={category}>
                {t.categories[category]}
              </option>
            ))}
          </select>
        </div>
        <div>
          <label for={`${id}-year`}>{t.fields.year}</label>
          <input
            id={`${id}-year`}
            class="input"
            inputMode="numeric"
            value={draft.year}
            maxLength={4}
            title={t.fields.yearHint}
            {...wrong('year')}
            onInput={(event) => set({ year: event.currentTarget.value })}
          />
        </div>
      </div>
      <label for={`${id}-folder`}>{t.fields.folder}</label>
      <input
        id={`${id}-folder`}
        class="input"
        list={`${id}-folders`}
        value={draft.folder}
        {...wrong('folder')}
        onInput={(event) => set({ folder: event.currentTarget.value })}
      />
      <datalist id={`${id}-folders`}>
        {folders.map((folder) => (
          <option key={folder} value={folder} />
        ))}
      </datalist>
      <p class="hint">{t.fields.folderHint}</p>
      {boxed ? (
        <div class="twofields">
          <div>
            <label for={`${id}-date`}>{t.fields.date}</label>
            <input
              id={`${id}-date`}
              class="input"
              type="date"
              value={draft.date}
              onInput={(event) => set({ date: event.currentTarget.value })}
            />
          </div>
          <div>
            <label for={`${id}-box`}>{t.fields.box}</label>
            <select id={`${id}-box`} class="input" value={draft.box} onChange={(event) => set({ box: event.currentTarget.value as Box })}>
              {archiveBoxes(dossier).map((box) => (
                <option key={box} value={box}>
                  {boxWord(t, account, box)}
                </option>
              ))}
            </select>
          </div>
        </div>
      ) : null}
      <p class="error" id={`${id}-problem`} role="alert">
        {problem?.sentence ?? ''}
      </p>
    </div>
  );
}

/** Every folder of an archive, as it is written in the field. */
export function foldersOf(places: readonly ArchivePlace[]): readonly string[] {
  return [...new Set(places.map(({ folder }) => folder.join(' / ')).filter((folder) => folder !== ''))].toSorted((a, b) =>
    a.localeCompare(b, 'fr'),
  );
}
