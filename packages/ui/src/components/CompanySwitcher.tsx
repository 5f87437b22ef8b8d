/**
 * The company on screen, and the way to another: of this firm, or of another firm the person is signed in to here (R208). With
 * one company of one firm only, where no firm can be added, there is nothing to switch.
 */
import { useState } from 'preact/hooks';
import type { AccountView, DossierView, FirmView } from '@navette/device/model';
import type { DossierId } from '@navette/kernel/ids';
import { initials } from '../dossiers.ts';
import { useManaged } from '../managed.ts';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { QUIET } from '../unknown-yet.ts';
import { useObservable } from '../use-observable.ts';
import { AppLink } from './AppLink.tsx';
import { Icon } from './Icon.tsx';
import { Popover } from './Popover.tsx';

const LONG = 8;
const SHOWN = 100;

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
  const { doors, host, t, f } = useSurroundings();
  const { state, lastSyncAt } = useObservable(doors.sync.status, QUIET);
  const known = useObservable<readonly FirmView[]>(doors.library.firms, []);
  // The account is there before the list of firms is.
  const firms = known.length > 0 ? known : [ofAccount(account)];
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
  if (account.dossiers.length <= 1 && firms.length <= 1 && host.kind === 'portal') return <div class={`company ${look}`}>{face}</div>;
  const choose = async (firm: FirmView, id: DossierId | null) => {
    if (firm !== firms[0]) {
      await doors.session.switchTo(firm.key);
      // What was on screen was the other firm's.
      if (host.openApp === undefined) location.assign(routeTo('home', id === null ? {} : { dossier: id }));
    }
    onChoose(id);
  };
  return (
    <Popover
      buttonClass={`company ${look}`}
      title={firms.length > 1 ? t.company.chooseFirm : t.company.choose}
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
          firms={firms}
          chosen={dossier?.id ?? null}
          onChoose={(firm, id) => {
            void choose(firm, id);
            close();
          }}
        />
      )}
    </Popover>
  );
}

function ofAccount({ firm, dossiers, user }: AccountView): FirmView {
  return { key: '', origin: '', firm, person: user.name, dossiers, waiting: 0, problem: null };
}

type ChoicesProps = {
  readonly firms: readonly FirmView[];
  readonly chosen: DossierId | null;
  readonly onChoose: (firm: FirmView, id: DossierId | null) => void;
};

function Choices({ firms, chosen, onChoose }: ChoicesProps) {
  const { t } = useSurroundings();
  const [wanted, setWanted] = useState('');
  const asked = wanted.trim().toLocaleLowerCase('fr');
  const like = (text: string) => text.toLocaleLowerCase('fr').includes(asked);
  const found = firms
    .map((firm) => ({
      firm,
      // A firm's own name brings all of its companies.
      dossiers: firm.dossiers
        .filter(({ name, siren }) => like(name) || siren?.startsWith(asked) === true || like(firm.firm.name))
        .slice(0, SHOWN),
    }))
    .filter(({ firm, dossiers }) => dossiers.length > 0 || like(firm.firm.name));
  const many = firms.length > 1;
  return (
    <>
      {firms.reduce((sum, firm) => sum + firm.dossiers.length, 0) < LONG ? null : (
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
      {found.map(({ firm, dossiers }) => {
        const here = firm === firms[0];
        const choice = (id: DossierId | null, name: string) => {
          const pressed = here && id === chosen;
          return (
            <li key={id ?? 'all'}>
              <button type="button" class="choice" aria-pressed={pressed} onClick={() => onChoose(firm, id)}>
                <span class="grow cut">{name}</span>
                {pressed ? <Icon name="check" size="s" /> : null}
              </button>
            </li>
          );
        };
        return (
          <section key={firm.key} {...(many ? { 'aria-label': firm.firm.name } : {})}>
            {many ? <FirmHead firm={firm} /> : null}
            <ul class="choices">
              {asked === '' && firm.dossiers.length !== 1 ? choice(null, t.company.all) : null}
              {dossiers.map(({ id, name }) => choice(id, name))}
            </ul>
          </section>
        );
      })}
      <Foot />
    </>
  );
}

/** The firm over its companies, and what of it is not in step: it goes on by itself, on screen or not. */
function FirmHead({ firm }: { firm: FirmView }) {
  const { t } = useSurroundings();
  const says =
    firm.problem === 'sign-in-needed'
      ? t.company.firmSignIn
      : firm.waiting > 0
        ? t.company.firmWaiting(firm.waiting)
        : firm.firm.demo
          ? t.demoShort
          : '';
  return (
    <p class="firmhead">
      <b class="cut">{firm.firm.name}</b>
      {says === '' ? null : <small>{says}</small>}
    </p>
  );
}

/** Beside the companies: another firm, in the extension; and from its small windows the follow-up of sendings (R070). */
function Foot() {
  const { host, t } = useSurroundings();
  const { serverOrigin } = useManaged();
  const links = [
    ...(host.openApp === undefined ? [] : [{ to: routeTo('sendings'), icon: 'sent' as const, word: t.nav.sendings }]),
    ...(host.kind === 'portal' || serverOrigin !== null
      ? []
      : [{ to: routeTo('add-firm'), icon: 'plus' as const, word: t.company.addFirm }]),
  ];
  if (links.length === 0) return null;
  return (
    <div class="firmfoot">
      {links.map(({ to, icon, word }) => (
        <AppLink key={to} to={to}>
          <Icon name={icon} size="s" />
          {word}
        </AppLink>
      ))}
    </div>
  );
}
