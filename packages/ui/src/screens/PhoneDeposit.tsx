/** Depositing with a thumb: a photo or a file. Round, it is the "+" of the home screen, which opens the same two ways. */
import { useRef, useState } from 'preact/hooks';
import type { AccountView, DossierView } from '@navette/device/model';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { later } from '../later.tsx';
import { useDeposits, type Way } from '../deposits.tsx';
import { proposedDossier } from '../dossiers.ts';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { FIRST_CHOICE } from '../unknown-yet.ts';
import { useObservable } from '../use-observable.ts';

const PhotoPages = later(() => import('../photos/PhotoPages.tsx').then((file) => file.PhotoPages), true);

type Props = { readonly account: AccountView; readonly dossier: DossierView | null; readonly round?: boolean };

export function PhoneDeposit({ account, dossier: onScreen, round = false }: Props) {
  const { doors, t } = useSurroundings();
  const [open, setOpen] = useState(false);
  const last = useObservable(doors.library.lastChoice, FIRST_CHOICE);
  const dossier = proposedDossier(account, onScreen, last);
  const [taken, setTaken] = useState<readonly File[] | null>(null);
  const photos = taken === null ? null : <PhotoPages account={account} dossier={dossier} taken={taken} onClose={() => setTaken(null)} />;
  const onPhotos = (files: readonly File[]) => {
    setOpen(false);
    setTaken(files);
  };
  if (!round) {
    return (
      <>
        <Ways dossier={dossier} onDone={() => undefined} onPhotos={onPhotos} />
        {photos}
      </>
    );
  }
  return (
    <>
      <button type="button" class="fab" aria-label={t.deposit.act} onClick={() => setOpen(true)}>
        <Icon name="plus" />
      </button>
      {open ? (
        <Dialog
          look="sheetup"
          title={dossier === null ? t.deposit.title : t.deposit.forCompany(dossier.name)}
          onClose={() => setOpen(false)}
        >
          <Ways dossier={dossier} onDone={() => setOpen(false)} onPhotos={onPhotos} />
          <p class="cap">{t.deposit.offlineToo}</p>
          <button type="button" class="btn lg wide" onClick={() => setOpen(false)}>
            {t.viewer.cancel}
          </button>
        </Dialog>
      ) : null}
      {photos}
    </>
  );
}

/** Photos become the pages of one document; a file goes to the tray, where the company and the kind are read before anything leaves. */
function Ways(props: { dossier: DossierView | null; onDone: () => void; onPhotos: (files: readonly File[]) => void }) {
  const { dossier, onDone, onPhotos } = props;
  const { t } = useSurroundings();
  const { keep } = useDeposits();
  const photo = useRef<HTMLInputElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const take = async (field: HTMLInputElement, way: Way) => {
    const files = [...(field.files ?? [])];
    field.value = '';
    if (files.length === 0) return;
    const found = await keep(files, way, dossier?.fileLimit);
    setProblems(found);
    if (found.length === files.length) return;
    onDone();
    location.assign(routeTo('deposit'));
  };
  return (
    <div class="waysbig">
      <button type="button" class="big" onClick={() => photo.current?.click()}>
        <Icon name="camera" />
        <span>
          <b>{t.deposit.photo}</b>
          <small>{t.deposit.photoHint}</small>
        </span>
      </button>
      <button type="button" class="big" onClick={() => file.current?.click()}>
        <Icon name="clip" />
        <span>
          <b>{t.deposit.joinFile}</b>
          <small>{t.deposit.joinHint}</small>
        </span>
      </button>
      <input
        ref={photo}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        onChange={(event) => {
          const field = event.currentTarget;
          const files = [...(field.files ?? [])];
          field.value = '';
          if (files.length > 0) onPhotos(files);
        }}
      />
      <input ref={file} type="file" multiple hidden onChange={(event) => void take(event.currentTarget, 'pick')} />
      <Problems sentences={problems} />
    </div>
  );
}
