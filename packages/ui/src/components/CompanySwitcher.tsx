/** The company on screen, and the way to another. With one company only there is nothing to switch. */
import { useState } from 'preact/hooks';
import type { AccountView, DossierView } from '@navette/device/model';
import type { DossierId } from '@navette/kernel/ids';
import { initials } from '../dossiers.ts';
import { useSurroundings } from '../surroundings.tsx';
import { QUIET } from '../unknown-yet.ts';
import { useObservable } from '../use-observable.ts';
import { Icon } from './Icon.tsx';
import { Popover } from './Popover.tsx';

const LONG = 8;

type Props = {
  readonly account: AccountView;
  /** Null: all of them. */
  readonly dossier: DossierView | null;
  readonly onChoose: (dossier: DossierId | null) => void;
  readonly look?: string;
  /** Under the name; the company's SIREN by default. */
  readonly caption?: string;
};

export function CompanySwitcher({ account, dossier, onChoose, look = '', caption }: Props) {
  const { doors, t, f } = useSurroundings();
  const { state, lastSyncAt } = useObservable(doors.sync.status, QUIET);
  const coming = account.dossiers.length === 0 && lastSyncAt === null && state === 'syncing';
  const name = dossier?.name ?? account.firm.name;
  const under =
    caption ??
    (coming
      ? t.loading
      : dossier === null
        ? t.company.dossiers(account.dossiers.length)
        : dossier.siren === undefined
          ? account.firm.name
          : t.company.siren(f.siren(dossier.siren)));
  const face = (
    <>
      <span class="mono2" aria-hidden="true">
        {initials(name)}
      </span>
      <span class="grow">
        <b class="cut">{name}</b>
        <small class="cut">{under}</small>
      </span>
    </>
  );
  if (account.dossiers.length <= 1) return <div class={`company ${look}`}>{face}</div>;
  return (
    <Popover
      buttonClass={`company ${look}`}
      title={t.company.choose}
      look="chooser"
      button={
        <>
          {face}
          <Icon name="switch" size="s" />
        </>
      }
    >
      {(close) => (
        <Choices
          account={account}
          chosen={dossier?.id ?? null}
          onChoose={(id) => {
            onChoose(id);
            close();
          }}
        />
      )}
    </Popover>
  );
}

function Choices({
  account,
  chosen,
  onChoose,
}: {
  account: AccountView;
  chosen: DossierId | null;
  onChoose: (id: DossierId | null) => void;
}) {
  const { t } = useSurroundings();
  const [wanted, setWanted] = useState('');
  const asked = wanted.trim().toLocaleLowerCase('fr');
  const found = account.dossiers
    .filter(({ name, siren }) => name.toLocaleLowerCase('fr').includes(asked) || siren?.startsWith(asked) === true)
    .slice(0, 100);
  const choice = (id: DossierId | null, name: string) => (
    <li key={id ?? 'all'}>
      <button type="button" class="choice" aria-pressed={id === chosen} onClick={() => onChoose(id)}>
        <span class="grow cut">{name}</span>
        {id === chosen ? <Icon name="check" size="s" /> : null}
      </button>
    </li>
  );
  return (
    <>
      {account.dossiers.length < LONG ? null : (
        <div class="search pad8">
          <input
            class="input sm"
            type="search"
            aria-label={t.company.filter}
            value={wanted}
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
        </div>
      )}
      <ul class="choices">
        {asked === '' ? choice(null, t.company.all) : null}
        {found.map(({ id, name }) => choice(id, name))}
      </ul>
    </>
  );
}
