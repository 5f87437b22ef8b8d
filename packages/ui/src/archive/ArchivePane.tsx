/** The open document of the archive: its place, what keeps it, the page itself in the viewer, and its three ways out (R205). */
import type { AccountView, ArchivedView } from '@navette/device/model';
import type { RetentionTable } from '@navette/domain/retention';
import { archiveTexts } from '@navette/texts/archive-texts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { typeWord } from '../dossiers.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { useMedia } from '../use-media.ts';
import { useBytes } from '../viewer/use-bytes.ts';
import { Viewer } from '../viewer/Viewer.tsx';
import { DownloadMenu } from './DownloadMenu.tsx';
import { heldSentence, kilobytes, placeWords } from './parts.ts';
import { keepWordsOf } from './read-words.ts';

/** Below this width the list is not beside it. */
const ALONE = '(max-width: 899px)';
const START = 4;

type Props = {
  readonly account: AccountView;
  readonly file: ArchivedView | null;
  readonly table: RetentionTable;
  readonly staff: boolean;
  readonly onEdit: () => void;
  readonly onBin: () => void;
  readonly onClose: () => void;
};

export function ArchivePane(props: Props) {
  const { language } = useSurroundings();
  const t = archiveTexts(language);
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    if (matchMedia(ALONE).matches) pane.current?.focus();
  }, []);
  return (
    <aside class="viewer" aria-label={t.view} ref={pane} tabIndex={-1}>
      {props.file === null ? (
        <>
          <header class="row top">
            <span class="grow" />
            <Close onClose={props.onClose} />
          </header>
          <EmptyState icon="info" title={t.unknown} />
        </>
      ) : (
        <Opened {...props} file={props.file} />
      )}
    </aside>
  );
}

function Close({ onClose }: { onClose: () => void }) {
  const { t } = useSurroundings();
  return (
    <button type="button" class="btn icon sm quiet" aria-label={t.viewer.close} onClick={onClose}>
      <Icon name="close" />
    </button>
  );
}

function Opened({ account, file, table, staff, onEdit, onBin, onClose }: Props & { readonly file: ArchivedView }) {
  const { doors, host, t: all, f, language } = useSurroundings();
  const t = archiveTexts(language);
  const now = useNow();
  const bytes = useBytes(file);
  const here = bytes.state === 'here';
  const Title = useMedia(ALONE) ? 'h1' : 'h2';
  const [pages, setPages] = useState<number | null>(null);
  useEffect(() => {
    // What was brought to be read can be found again by its words.
    if (here) void keepWordsOf(doors.library, host, file);
  }, [here, file.hash]);
  const facts = [typeWord(file.type) ?? all.viewer.bytes, pages === null ? null : all.viewer.pages(pages), `${kilobytes(f, file.size)} ko`];
  const held = heldSentence(t, f, file, table, now);
  const by = file.publishedBy === null ? null : (account.people.get(file.publishedBy)?.name ?? null);
  return (
    <>
      <header class="row top">
        <div class="grow">
          <Title class="cut">{file.place.name}</Title>
          <small class="cut blk">{facts.filter((fact) => fact !== null).join(', ')}</small>
          <small class="cut blk">{placeWords(t, file.place)}</small>
        </div>
        {staff ? (
          <>
            <button type="button" class="btn icon sm quiet" aria-label={t.act.edit} title={t.act.edit} onClick={onEdit}>
              <Icon name="edit" />
            </button>
            <button
              type="button"
              class="btn icon sm quiet"
              aria-label={file.binnedAt === null ? t.act.bin : t.act.restore}
              title={file.binnedAt === null ? t.act.bin : t.act.restore}
              onClick={onBin}
            >
              <Icon name={file.binnedAt === null ? 'trash' : 'undo'} />
            </button>
          </>
        ) : null}
        <DownloadMenu file={file} blob={here ? bytes.blob : null} />
        <Close onClose={onClose} />
      </header>
      {bytes.state === 'here' ? (
        <Viewer blob={bytes.blob} type={file.type} name={file.place.name} onPages={setPages} />
      ) : file.erased !== undefined ? (
        <p class="note plain pad16">
          <Icon name="archive" />
          <span>{all.viewer.erasedNote(f.day(file.erased.at), file.erased.why.replace(/[.\s]+$/, ''))}</span>
        </p>
      ) : (
        <div class="desk grow">
          <EmptyState
            icon="cloud"
            title={bytes.state === 'coming' ? all.viewer.bringing : all.viewer.notHere}
            {...(bytes.state === 'failed' ? { hint: upper(all.delays[bytes.problem]) } : {})}
          >
            {bytes.state === 'coming' ? (
              <progress aria-label={all.viewer.bringing} />
            ) : (
              <button type="button" class="btn" onClick={() => bytes.bring(doors)}>
                <Icon name="download" size="s" />
                {all.viewer.bring}
              </button>
            )}
          </EmptyState>
        </div>
      )}
      <p class="archproof">
        <Icon name={file.retained?.hold ? 'lock' : 'archive'} size="s" />
        <span>
          {held.words}
          <br />
          {t.publishedOn(f.day(file.publishedAt), by)}
          {' · '}
          {file.received ? (
            <span class="mono" title={file.hash}>
              {t.fingerprint(file.hash.slice(0, START))}
            </span>
          ) : file.delay === null ? (
            t.wayUp
          ) : (
            `${t.wayUp} (${all.delays[file.delay]})`
          )}
        </span>
      </p>
    </>
  );
}

function upper(sentence: string): string {
  return sentence.charAt(0).toLocaleUpperCase('fr') + sentence.slice(1);
}
