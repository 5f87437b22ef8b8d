/** How the person signs in: password, second factor, recovery codes, linked accounts. Drawn from their own room, offline too. */
import { useEffect, useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import { OidcBegin, SignInWays } from '@navette/protocol/identity';
import { OidcUnlink, RemovePasskey, RemoveTotp, RenewRecoveryCodes } from '@navette/protocol/own-account';
import { identityTexts } from '@navette/texts/identity-texts';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { QUIET } from '../unknown-yet.ts';
import { useObservable } from '../use-observable.ts';
import { AccountRow, ServerAct } from './AccountRow.tsx';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { PasskeyDialog } from './PasskeyDialog.tsx';
import { PasswordDialog } from './PasswordDialog.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import { TotpDialog } from './TotpDialog.tsx';
import { useAct } from './use-act.ts';

type Security = NonNullable<AccountView['security']>;
/** The one dialog that is open. */
type Open =
  | { readonly tag: 'password' | 'totp' | 'passkey' | 'remove-totp' | 'renew' }
  | { readonly tag: 'remove-passkey' | 'unlink'; readonly id: string; readonly name: string };

export function SecurityPart({ account }: { account: AccountView }) {
  const { language } = useSurroundings();
  const t = identityTexts(language).security;
  const { security } = account;
  return (
    <section class="block" aria-labelledby="own-security">
      <header>
        <h2 id="own-security">{t.title}</h2>
      </header>
      {security === null ? <p class="ink2 pad8">{t.unknown}</p> : <Known account={account} security={security} />}
    </section>
  );
}

function Known({ account, security }: { account: AccountView; security: Security }) {
  const { language, f } = useSurroundings();
  const all = identityTexts(language);
  const t = all.security;
  const [open, setOpen] = useState<Open | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [said, say] = useState<string | null>(null);
  const close = () => setOpen(null);
  const added = (recoveryCodes: readonly string[] | null) => {
    close();
    setCodes(recoveryCodes);
  };
  const hasFactor = security.totp !== null || security.passkeys.length > 0;
  return (
    <>
      {security.wanted && !hasFactor ? (
        <div class="note decide">
          <Icon name="lock" />
          <p>
            <b>{t.wantedTitle}</b> {t.wanted}
          </p>
        </div>
      ) : null}
      <ul class="rows">
        <AccountRow
          label={t.password}
          act={
            <ServerAct about={t.password} onClick={() => setOpen({ tag: 'password' })}>
              {security.password ? t.passwordChange : t.passwordChoose}
            </ServerAct>
          }
        >
          {security.password ? t.passwordSet : t.passwordNone}
        </AccountRow>
        <AccountRow
          label={t.passkeys}
          act={
            <ServerAct about={t.passkeys} onClick={() => setOpen({ tag: 'passkey' })}>
              {t.add}
            </ServerAct>
          }
        >
          {security.passkeys.length === 0 ? (
            <small class="blk">{t.passkeysNone}</small>
          ) : (
            <ul class="keylines">
              {security.passkeys.map(({ id, name, added: at }) => (
                <li key={id} class="row between">
                  <span class="cut">
                    {name}
                    <small class="blk">{t.passkeyAdded(f.day(at))}</small>
                  </span>
                  <button
                    type="button"
                    class="btn icon quiet"
                    aria-label={t.removePasskey(name)}
                    onClick={() => setOpen({ tag: 'remove-passkey', id, name })}
                  >
                    <Icon name="trash" size="s" />
                  </button>
                </li>
              ))}
            </ul>
          )}
        </AccountRow>
        <AccountRow
          label={t.totp}
          act={
            security.totp === null ? (
              <ServerAct about={t.totp} onClick={() => setOpen({ tag: 'totp' })}>
                {t.add}
              </ServerAct>
            ) : (
              <ServerAct about={t.totp} onClick={() => setOpen({ tag: 'remove-totp' })}>
                {all.remove}
              </ServerAct>
            )
          }
        >
          {security.totp === null ? <small class="blk">{t.totpNone}</small> : t.since(f.day(security.totp))}
        </AccountRow>
        <AccountRow
          label={t.recovery}
          {...(hasFactor
            ? {
                act: (
                  <ServerAct about={t.recovery} onClick={() => setOpen({ tag: 'renew' })}>
                    {t.renew}
                  </ServerAct>
                ),
              }
            : {})}
        >
          {hasFactor ? t.recoveryLeft(security.recoveryCodes) : <small class="blk">{t.recoveryNone}</small>}
        </AccountRow>
        <Providers account={account} security={security} onUnlink={(id, name) => setOpen({ tag: 'unlink', id, name })} />
      </ul>
      {said === null ? null : (
        <p class="note plain" role="status">
          <Icon name="check" />
          <span>{said}</span>
        </p>
      )}
      {open?.tag === 'password' ? (
        <PasswordDialog
          has={security.password}
          email={account.user.email}
          onClose={close}
          onChanged={() => {
            close();
            say(t.passwordChanged);
          }}
        />
      ) : open?.tag === 'totp' ? (
        <TotpDialog onClose={close} onAdded={added} />
      ) : open?.tag === 'passkey' ? (
        <PasskeyDialog origin={account.session.origin} onClose={close} onAdded={added} />
      ) : open === null ? null : (
        <ConfirmStep open={open} onClose={close} onCodes={added} />
      )}
      {codes === null ? null : <RecoveryCodes codes={codes} email={account.user.email} onClose={() => setCodes(null)} />}
    </>
  );
}

/** Removing, unlinking, renewing: named, and confirmed since nothing undoes it. */
function ConfirmStep({
  open,
  onClose,
  onCodes,
}: {
  open: Exclude<Open, { tag: 'password' | 'totp' | 'passkey' }> | Open;
  onClose: () => void;
  onCodes: (codes: readonly string[]) => void;
}) {
  const { language } = useSurroundings();
  const all = identityTexts(language);
  const t = all.security;
  const act = useAct();
  const done = async (asked: Promise<unknown>) => {
    if ((await asked) !== null) onClose();
  };
  const box = (title: string, lead: string, word: string, onConfirm: () => void) => (
    <ConfirmDialog title={title} lead={lead} word={word} act={act} onConfirm={onConfirm} onClose={onClose} />
  );
  switch (open.tag) {
    case 'remove-totp':
      return box(t.removeTotp, t.removeTotpLead, all.remove, () => void done(act.ask(RemoveTotp, {})));
    case 'remove-passkey':
      return box(t.removePasskey(open.name), t.removePasskeyLead, all.remove, () => void done(act.ask(RemovePasskey, { id: open.id })));
    case 'unlink':
      return box(t.unlink(open.name), t.unlinkLead, t.unlinkAct, () => void done(act.ask(OidcUnlink, { provider: open.id })));
    case 'renew':
      return box(t.renewTitle, t.renewLead, t.renew, () => {
        void act.ask(RenewRecoveryCodes, {}).then((given) => given?.outcome === 'renewed' && onCodes(given.codes));
      });
    default:
      return null;
  }
}

/** Identity providers, where the server has any; linked in the portal, where their redirect can come back to. */
function Providers({
  account,
  security,
  onUnlink,
}: {
  account: AccountView;
  security: Security;
  onUnlink: (id: string, name: string) => void;
}) {
  const { doors, host, language } = useSurroundings();
  const t = identityTexts(language).security;
  const act = useAct();
  const { state } = useObservable(doors.sync.status, QUIET);
  const [offered, setOffered] = useState<readonly { readonly id: string; readonly name: string }[]>([]);
  useEffect(() => {
    if (state !== 'offline') void doors.commands.ask(SignInWays, {}).then((given) => given.ok && setOffered(given.value.providers));
  }, [account.session.origin, state === 'offline']);
  if (offered.length === 0 && security.providers.length === 0) return null;
  const free = offered.filter(({ id }) => !security.providers.some((linked) => linked.id === id));
  const link = async (id: string) => {
    const begun = await act.ask(OidcBegin, { provider: id });
    if (begun?.outcome === 'go') location.assign(begun.url);
    else if (begun) act.say(identityTexts(language).signIn.providerSilent(offered.find((one) => one.id === id)?.name ?? ''));
  };
  return (
    <AccountRow
      label={t.providers}
      {...(host.origin === undefined
        ? {}
        : {
            act: free.map(({ id, name }) => (
              <ServerAct key={id} onClick={() => void link(id)}>
                {t.link(name)}
              </ServerAct>
            )),
          })}
    >
      {security.providers.length === 0 ? <small class="blk">{t.providersNone}</small> : null}
      <ul class="keylines">
        {security.providers.map(({ id, name }) => (
          <li key={id} class="row between">
            <span class="cut">{name}</span>
            <button type="button" class="btn icon quiet" aria-label={t.unlink(name)} onClick={() => onUnlink(id, name)}>
              <Icon name="trash" size="s" />
            </button>
          </li>
        ))}
      </ul>
      {host.origin === undefined && free.length > 0 ? <small class="blk">{t.inPortal}</small> : null}
      <Problems sentences={act.problem === null ? [] : [act.problem]} />
    </AccountRow>
  );
}
