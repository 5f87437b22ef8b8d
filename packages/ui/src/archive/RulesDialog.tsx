/** The filing rules: words of a name, and where such a document is proposed to go. Kept on this device; they propose, a person confirms. */
import { ARCHIVE_CATEGORIES, type ArchiveCategory } from '@navette/rooms/document-records';
import { FIRST_RULES, YEAR_RULES, type ShelvingRule } from '@navette/rooms/shelving';
import { archiveTexts } from '@navette/texts/archive-texts';
import { useState } from 'preact/hooks';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useLive } from '../use-observable.ts';

const BOXES = ['common', 'pay', 'management'] as const satisfies readonly ShelvingRule['box'][];
const NEW: ShelvingRule = { kind: null, words: '', category: 'accounting', folder: [], box: 'common', year: 'of-date' };
const MOST = 100;

export function RulesDialog({ onClose }: { onClose: () => void }) {
  const { doors } = useSurroundings();
  const held = useLive(() => doors.library.archive.rules, [doors], null);
  return held === null ? null : <Rules rules={held} onClose={onClose} />;
}

function Rules({ rules, onClose }: { rules: readonly ShelvingRule[]; onClose: () => void }) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = archiveTexts(language);
  const [written, write] = useState(rules.length > 0 ? rules : FIRST_RULES);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const change = (at: number, by: Partial<ShelvingRule>) => write(written.map((rule, n) => (n === at ? { ...rule, ...by } : rule)));
  const save = async () => {
    const kept = written
      .filter(({ words }) => words.trim() !== '')
      .map((rule) => ({
        ...rule,
        words: rule.words.trim().slice(0, 100),
        folder: rule.folder.slice(0, 8).map((part) => part.slice(0, 80)),
      }));
    const done = await doors.library.archive.saveRules(kept);
    if (done.ok) onClose();
    else setProblems([refusalSentence(surroundings, done.refusal)]);
  };
  return (
    <Dialog title={t.rules.title} onClose={onClose} look="publish shelving">
      <form onSubmit={(event) => (event.preventDefault(), void save())}>
        <p>{t.rules.lead}</p>
        <div class="rulelist" role="region" aria-label={t.rules.title} tabIndex={0}>
          {written.map((rule, at) => (
            // By place: a rule has no other identity, and its words change as they are typed.
            // oxlint-disable-next-line react/no-array-index-key
            <fieldset key={at} class="ruleline" aria-label={rule.words === '' ? t.rules.add : rule.words}>
              <input
                class="input sm"
                aria-label={t.rules.words}
                placeholder={t.rules.words}
                maxLength={100}
                value={rule.words}
                onInput={(event) => change(at, { words: event.currentTarget.value })}
              />
              <select
                class="input sm"
                aria-label={t.fields.category}
                value={rule.category}
                onChange={(event) => change(at, { category: event.currentTarget.value as ArchiveCategory })}
              >
                {ARCHIVE_CATEGORIES.map((category) => (
                  <option key={category} value={category}>
                    {t.categories[category]}
                  </option>
                ))}
              </select>
              <input
                class="input sm"
                aria-label={t.fields.folder}
                placeholder={t.fields.folder}
                value={rule.folder.join(' / ')}
                onChange={(event) =>
                  change(at, {
                    folder: event.currentTarget.value
                      .split('/')
                      .map((part) => part.trim())
                      .filter((part) => part !== ''),
                  })
                }
              />
              <select
                class="input sm"
                aria-label={t.fields.year}
                value={rule.year}
                onChange={(event) => change(at, { year: event.currentTarget.value as ShelvingRule['year'] })}
              >
                {YEAR_RULES.map((year) => (
                  <option key={year} value={year}>
                    {t.rules.yearOf[year]}
                  </option>
                ))}
              </select>
              <select
                class="input sm"
                aria-label={t.fields.box}
                value={rule.box}
                onChange={(event) => change(at, { box: event.currentTarget.value as ShelvingRule['box'] })}
              >
                {BOXES.map((box) => (
                  <option key={box} value={box}>
                    {t.boxes[box]}
                  </option>
                ))}
              </select>
              <button
                type="button"
                class="btn icon sm quiet"
                aria-label={t.rules.remove(rule.words)}
                onClick={() => write(written.filter((_, n) => n !== at))}
              >
                <Icon name="trash" size="s" />
              </button>
            </fieldset>
          ))}
        </div>
        <button type="button" class="linklike" disabled={written.length >= MOST} onClick={() => write([...written, NEW])}>
          {t.rules.add}
        </button>
        <Problems sentences={problems} />
        <div class="row acts">
          <button type="submit" class="btn primary">
            {t.rules.save}
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {t.edit.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
