/** The kind of a document, changed in place; when two people changed it without seeing each other, both are shown. */
import { useState } from 'preact/hooks';
import type { DocumentRow } from '@navette/device/model';
import { DOCUMENT_KINDS, type DocumentKind } from '@navette/domain/document-kinds';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';

export function KindField({ row }: { row: DocumentRow }) {
  const surroundings = useSurroundings();
  const { doors, t } = surroundings;
  const [problem, setProblem] = useState<string | null>(null);
  const change = async (kind: DocumentKind) => {
    const done = await doors.library.reclassify(row.id, kind);
    setProblem(done.ok ? null : refusalSentence(surroundings, done.refusal));
  };
  return (
    <>
      {row.kindConflict === null ? null : (
        <div class="note decide">
          <Icon name="alert" />
          <div>
            <p>{t.viewer.kindConflict(row.kindConflict.map((kind) => t.kinds[kind]).join(', '))}</p>
            <div class="row wrap acts">
              {row.kindConflict.map((kind) => (
                <button type="button" class="btn sm" key={kind} onClick={() => void change(kind)}>
                  {t.viewer.keepKind(t.kinds[kind])}
                </button>
              ))}
            </div>
          </div>
        </div>
      )}
      <div class="row kindfield">
        <label for="document-kind">{t.list.kind}</label>
        <select
          id="document-kind"
          class="input sm"
          value={row.kind}
          onChange={(event) => void change(DOCUMENT_KINDS.find((kind) => kind === event.currentTarget.value) ?? row.kind)}
        >
          {DOCUMENT_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t.kinds[kind]}
            </option>
          ))}
        </select>
      </div>
      <Problems sentences={problem === null ? [] : [problem]} />
    </>
  );
}
