/**
 * « Scanner un document » (R202): no browser lets a page drive a scanner, so this says how to scan into a folder, and looks into that
 * folder while the page is open where the browser allows it.
 */
import { useEffect, useState } from 'preact/hooks';
import { documentTexts } from '@navette/texts/document-texts';
import { useDeposits } from '../deposits.tsx';
import { canPickFolder, pickFolder, watchFolder, type PickedFolder } from '../intake/watch-folder.ts';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import '../style/capture.css';
import { AppLink } from './AppLink.tsx';
import { Problems } from './DropZone.tsx';
import { Icon } from './Icon.tsx';

const EVERY = 4_000;

export function Scanner({ fileLimit }: { fileLimit?: number }) {
  const { language } = useSurroundings();
  const own = documentTexts(language).scanner;
  const { keep } = useDeposits();
  const [folder, setFolder] = useState<PickedFolder | null>(null);
  const [found, setFound] = useState(0);
  const [problems, setProblems] = useState<readonly string[]>([]);
  useEffect(() => {
    if (folder === null) return;
    const look = watchFolder(folder);
    let busy = false;
    const go = async () => {
      if (busy) return;
      busy = true;
      try {
        const files = await look();
        if (files.length === 0) return;
        const refused = await keep(files, 'pick', fileLimit, { folder: true });
        setProblems(refused);
        setFound((before) => before + files.length - refused.length);
      } catch {
        // The folder is gone, or closed to us again.
        setFolder(null);
      } finally {
        busy = false;
      }
    };
    void go();
    const timer = setInterval(() => void go(), EVERY);
    return () => clearInterval(timer);
  }, [folder]);
  return (
    <details class="block">
      <summary>
        <Icon name="scan" size="s" /> {own.title}
      </summary>
      <p class="cap2 pad8">{own.lead}</p>
      <ol class="plainsteps">
        {own.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p class="cap2 pad8">{own.phone}</p>
      {folder !== null ? (
        <div class="row wrap acts">
          <span class="grow cap2">{own.watching(folder.name)}</span>
          <button type="button" class="btn sm" onClick={() => setFolder(null)}>
            {own.stop}
          </button>
        </div>
      ) : canPickFolder() ? (
        <>
          <button type="button" class="btn" onClick={() => void pickFolder().then(setFolder)}>
            <Icon name="folder" size="s" />
            {own.watch}
          </button>
          <p class="cap">{own.watchHint}</p>
        </>
      ) : null}
      <p class="cap2" role="status">
        {found > 0 ? own.found(found) : ''}
      </p>
      <Problems sentences={problems} />
      <p>
        <AppLink to={routeTo('about')}>{own.ask}</AppLink>
      </p>
    </details>
  );
}
