/** The body of "Aide et à propos": what everybody is told, and in between what those who are registered are told of their licence. */
import '../style/registration.css';
import type { AccountView } from '@navette/device/model';
import { aboutTexts } from '@navette/texts/about-texts';
import { useSurroundings } from '../surroundings.tsx';
import { VERSION } from '../version.ts';
import { AboutLicence } from './AboutLicence.tsx';
import { Facts, type Fact } from './Facts.tsx';
import { useRegistration } from './use-registration.ts';

export function AboutBody({ account }: { readonly account: AccountView }) {
  const { host, t: common, language } = useSurroundings();
  const t = aboutTexts(language);
  const registration = useRegistration(account, null);
  const staff = [...account.people.values()].filter(({ side }) => side === 'staff');
  const origin = host.origin ?? account.session.origin;
  const facts: readonly Fact[] = [
    [t.version, VERSION],
    [t.firm, account.firm.name],
    ...(origin === undefined ? [] : [[t.server, origin] as const]),
    [t.source, t.sourceText],
  ];
  const { keys } = common;
  const shortcuts: readonly (readonly [string, string])[] = [
    [`${keys.ctrl} K`, keys.goto],
    ['d', keys.deposit],
    ['j k', keys.move],
    [keys.enter, keys.open],
    ['x', keys.select],
    ['e', keys.edit],
    ['c', keys.comment],
    ['/', keys.filter],
    ...(account.side === 'staff' ? ([['a', keys.accept] as const, ['p', keys.take] as const] as const) : []),
    [keys.escape, keys.close],
    ['?', keys.all],
  ];
  return (
    <div class="aboutbody">
      <section class="block">
        <header>
          <h2>{t.product}</h2>
        </header>
        <Facts facts={facts} />
      </section>
      {registration === undefined || registration === 'nothing' || registration.status === null ? (
        account.side === 'staff' ? null : (
          <section class="block">
            <header>
              <h2>{t.people}</h2>
            </header>
            {staff.length === 0 ? (
              <p class="cap2 ink2 pad8">{t.noPeople}</p>
            ) : (
              <Facts facts={staff.map(({ name, title }) => [name, title ?? ''])} />
            )}
          </section>
        )
      ) : (
        <AboutLicence registration={registration} status={registration.status} />
      )}
      <section class="block">
        <header>
          <h2>{t.keys}</h2>
        </header>
        <dl class="keylist pad8">
          {shortcuts.map(([key, does]) => (
            <div key={key}>
              <dt>
                {key.split(' ').map((one) => (
                  <kbd key={one}>{one}</kbd>
                ))}
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <p class="cap2 ink2">{keys.off}</p>
      </section>
    </div>
  );
}
