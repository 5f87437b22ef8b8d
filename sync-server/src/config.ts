/**
 * What the server is told: the options of `serve` and the environment, parsed once; nothing else reads them.
 *
 * A bad value is refused by a sentence that names it (O3); nothing is guessed. Secrets come by the environment or a
 * file, never by an option, which other users of the machine can read.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { MEBIBYTE } from '@navette/domain/limits';
import { ok, refuse, type Result } from '@navette/kernel/result';
import * as v from 'valibot';
import { readProviders, type OidcProvider } from './oidc/providers.ts';
import { readClamdPlace, type ClamdPlace } from './scan/clamd.ts';
import { timeOfDay } from './backup/nights.ts';
import { isServerLimit, SERVER_LIMITS, type ServerLimits } from './server-limits.ts';

export type SmtpConfig = { readonly url: string; readonly from: string };

export type ServeConfig = {
  readonly port: number;
  /** Address to listen on; loopback unless told otherwise. */
  readonly host: string;
  readonly data: string;
  readonly demo: boolean;
  /** Public origin, exactly as browsers show it. */
  readonly origin: string;
  /** Bytes. */
  readonly fileLimit: number;
  /** Chromium ids of the extensions that may speak to this server. */
  readonly extensions: readonly string[];
  readonly proxies: readonly string[];
  /** Loopback port of the figures for Prometheus; null for none. */
  readonly metricsPort: number | null;
  /** What the operator set otherwise than its default. */
  readonly limits: Partial<ServerLimits>;
  /** Folder of the built portal; null for the one that comes with the server. */
  readonly portal: string | null;
  readonly smtp: SmtpConfig | null;
  /** Identity providers people may sign in with. */
  readonly oidc: readonly OidcProvider[];
  /** Where backups are made every night, at which time of Paris, and the file of the public key they are encrypted to. */
  readonly backups: { readonly places: readonly string[]; readonly at: string; readonly encryptTo: string | null };
  /** Who asked for the bin to be emptied every night, and at which time of Paris; null empties nothing by itself (G16). */
  readonly purge: { readonly by: string; readonly at: string } | null;
  /** Address of the PostgreSQL that holds the log; null for SQLite in the data folder. */
  readonly database: string | null;
  /** ClamAV's daemon, which looks at every file that arrives; null for none. */
  readonly clamd: ClamdPlace | null;
  /** Origin of the State's register of companies; null asks none. */
  readonly companyRegister: string | null;
};

export type ConfigRefusal =
  | {
      readonly tag:
        | 'unknown-option'
        | 'bad-port'
        | 'bad-origin'
        | 'origin-needs-https'
        | 'bad-file-limit'
        | 'bad-extension'
        | 'bad-proxy'
        | 'bad-metrics-port'
        | 'bad-limit'
        | 'bad-oidc'
        | 'bad-clamd'
        | 'bad-company-register'
        | 'bad-backup-place'
        | 'bad-backup-time'
        | 'bad-backup-key'
        | 'bad-purge-by'
        | 'bad-purge-time';
      readonly value: string;
    }
  | { readonly tag: 'bad-smtp' | 'bad-data' | 'bad-database' | 'database-password' | 'demo-database' | 'database-backup' };

/** Our extension in Chromium, fixed by the public key in its manifest. */
export const EXTENSION_ID = 'pnfolhlmicpjpheaelgbjchmceplpnga';
/** The same in Firefox, as the manifest says it. */
export const FIREFOX_ID = 'navette@navette.example';
/** "Recherche d'entreprises", open to everybody. */
export const COMPANY_REGISTER = 'https://recherche-entreprises.api.gouv.fr';
export const DEFAULT_PORT = 8787;
export const DEMO_FOLDER = './data/demo';

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  demo: { type: 'boolean' },
  origin: { type: 'string' },
  'file-limit': { type: 'string' },
  extension: { type: 'string', multiple: true },
  'trusted-proxy': { type: 'string', multiple: true },
  'metrics-port': { type: 'string' },
  limit: { type: 'string', multiple: true },
  portal: { type: 'string' },
  backup: { type: 'string', multiple: true },
  'backup-at': { type: 'string' },
  'encrypt-to': { type: 'string' },
  'purge-by': { type: 'string' },
  'purge-at': { type: 'string' },
  database: { type: 'string' },
  oidc: { type: 'string' },
  clamd: { type: 'string' },
  'company-register': { type: 'string' },
} as const;

const whole = (least: number, most: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number), v.minValue(least), v.maxValue(most));
const Port = whole(0, 65_535);
const FileLimit = whole(1, 2048);
const ExtensionId = v.pipe(v.string(), v.regex(/^[a-p]{32}$/));
const Address = v.pipe(v.string(), v.ip());
const Smtp = v.object({
  NAVETTE_SMTP_URL: v.pipe(v.string(), v.regex(/^smtps?:\/\/[^\s]+$/)),
  NAVETTE_MAIL_FROM: v.pipe(v.string(), v.email()),
});

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

type Env = Readonly<Record<string, string | undefined>>;

/**
 * @param args what follows `serve`
 * @param env of the process: NAVETTE_SMTP_URL and NAVETTE_MAIL_FROM, NAVETTE_DATABASE, NAVETTE_OIDC
 * @param readText of the file of providers: they have secrets, which no option may hold
 */
export function parseServe(
  args: readonly string[],
  env: Env,
  readText: (file: string) => string = (file) => readFileSync(file, 'utf8'),
): Result<ServeConfig, ConfigRefusal> {
  const given = readOptions(args);
  if (typeof given === 'string') return refuse({ tag: 'unknown-option', value: given });

  const port = v.safeParse(Port, given.port ?? String(DEFAULT_PORT));
  if (!port.success) return refuse({ tag: 'bad-port', value: given.port ?? '' });
  const limit = v.safeParse(FileLimit, given['file-limit'] ?? '100');
  if (!limit.success) return refuse({ tag: 'bad-file-limit', value: given['file-limit'] ?? '' });
  const extensions = given.extension ?? [];
  const badExtension = extensions.find((id) => !v.is(ExtensionId, id));
  if (badExtension !== undefined) return refuse({ tag: 'bad-extension', value: badExtension });
  const proxies = given['trusted-proxy'] ?? [];
  const badProxy = proxies.find((address) => !v.is(Address, address));
  if (badProxy !== undefined) return refuse({ tag: 'bad-proxy', value: badProxy });
  const metricsPort = given['metrics-port'] === undefined ? null : v.safeParse(Port, given['metrics-port']);
  if (metricsPort?.success === false) return refuse({ tag: 'bad-metrics-port', value: given['metrics-port'] ?? '' });
  const limits = readLimits(given.limit ?? []);
  if (!limits.ok) return limits;
  if (given.data?.trim() === '') return refuse({ tag: 'bad-data' });

  const origin = readOrigin(given.origin ?? `http://localhost:${port.output}`);
  if (!origin.ok) return origin;
  const register = readRegister(given['company-register'] ?? COMPANY_REGISTER);
  if (!register.ok) return register;
  const clamd = given.clamd === undefined ? null : readClamdPlace(given.clamd);
  if (given.clamd !== undefined && clamd === null) return refuse({ tag: 'bad-clamd', value: given.clamd });
  const smtp = readSmtp(env);
  if (smtp === 'bad') return refuse({ tag: 'bad-smtp' });

  const oidc = readOidc(given.oidc ?? env['NAVETTE_OIDC'], readText);
  if (!oidc.ok) return oidc;

  const demo = given.demo ?? given.data === undefined;
  const database = readDatabase(given.database, env, demo);
  if (!database.ok) return database;
  const backups = readBackups(given, database.value);
  if (!backups.ok) return backups;
  const purge = readPurge(given);
  if (!purge.ok) return purge;
  return ok({
    port: port.output,
    host: given.host ?? '127.0.0.1',
    data: given.data ?? DEMO_FOLDER,
    demo,
    origin: origin.value,
    fileLimit: limit.output * MEBIBYTE,
    extensions: extensions.length === 0 ? [EXTENSION_ID] : extensions,
    proxies,
    metricsPort: metricsPort?.output ?? null,
    limits: limits.value,
    portal: given.portal ?? null,
    smtp,
    oidc: oidc.value,
    backups: backups.value,
    purge: purge.value,
    database: database.value,
    clamd,
    companyRegister: register.value,
  });
}

function readOidc(file: string | undefined, readText: (file: string) => string): Result<readonly OidcProvider[], ConfigRefusal> {
  if (file === undefined || file === '') return ok([]);
  let text: string;
  try {
    text = readText(file);
  } catch {
    return refuse({ tag: 'bad-oidc', value: file });
  }
  const providers = readProviders(text);
  return providers.ok ? providers : refuse({ tag: 'bad-oidc', value: `${file}: ${providers.refusal}` });
}

/** `off`, or an origin that is fetched and never anything else (O5): https, or http on this machine. */
function readRegister(given: string): Result<string | null, ConfigRefusal> {
  if (given === 'off') return ok(null);
  const origin = readOrigin(given);
  return origin.ok ? origin : refuse({ tag: 'bad-company-register', value: given });
}

const NIGHT = '02:30';
/** After the backup, which has what is erased for five days more. */
const PURGE_NIGHT = '04:00';
const PurgeName = v.pipe(v.string(), v.minLength(1), v.maxLength(120), v.regex(/^\P{Cc}*$/u));

/** Two places are two (R099), and none of them is where the data is. A PostgreSQL has ways of its own. */
function readBackups(
  given: { readonly backup?: string[]; readonly 'backup-at'?: string; readonly 'encrypt-to'?: string; readonly data?: string },
  database: string | null,
): Result<ServeConfig['backups'], ConfigRefusal> {
  const places = given.backup ?? [];
  const bad = places.find((place, i) => place.trim() === '' || places.indexOf(place) !== i);
  if (bad !== undefined) return refuse({ tag: 'bad-backup-place', value: bad });
  // Whoever says when, or to whom, believes that one is made.
  if (places.length === 0 && (given['backup-at'] ?? given['encrypt-to']) !== undefined)
    return refuse({ tag: 'bad-backup-place', value: '' });
  if (places.length > 0 && database !== null) return refuse({ tag: 'database-backup' });
  const at = timeOfDay(given['backup-at'] ?? NIGHT);
  if (at === undefined) return refuse({ tag: 'bad-backup-time', value: given['backup-at'] ?? '' });
  return ok({ places, at, encryptTo: given['encrypt-to'] ?? null });
}

/** Nothing is erased by itself unless somebody put their name to it. */
function readPurge(given: { readonly 'purge-by'?: string; readonly 'purge-at'?: string }): Result<ServeConfig['purge'], ConfigRefusal> {
  const by = given['purge-by']?.trim();
  if (by === undefined) return given['purge-at'] === undefined ? ok(null) : refuse({ tag: 'bad-purge-by', value: '' });
  if (!v.is(PurgeName, by)) return refuse({ tag: 'bad-purge-by', value: by });
  const at = timeOfDay(given['purge-at'] ?? PURGE_NIGHT);
  return at === undefined ? refuse({ tag: 'bad-purge-time', value: given['purge-at'] ?? '' }) : ok({ by, at });
}

/** A password comes by PGPASSWORD, ~/.pgpass or NAVETTE_DATABASE. A demonstration is filled and thrown away with its folder. */
function readDatabase(given: string | undefined, env: Env, demo: boolean): Result<string | null, ConfigRefusal> {
  const database = given ?? env['NAVETTE_DATABASE'] ?? null;
  if (database === null || database === '') return ok(null);
  const url = URL.canParse(database) ? new URL(database) : null;
  if (url?.protocol !== 'postgres:' && url?.protocol !== 'postgresql:') return refuse({ tag: 'bad-database' });
  if (given !== undefined && (url.password !== '' || url.searchParams.has('password'))) return refuse({ tag: 'database-password' });
  return demo ? refuse({ tag: 'demo-database' }) : ok(database);
}

/** @returns the name of the first thing that is no option of ours */
function readOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch {
    const known = (arg: string) => Object.hasOwn(OPTIONS, arg.replace(/^--/, '').replace(/=.*/, ''));
    return (
      args.find((arg) => arg.startsWith('-') && !known(arg)) ??
      args.find((arg, i) => !arg.startsWith('-') && !args[i - 1]?.startsWith('-')) ??
      args.at(-1) ??
      ''
    );
  }
}

/** `name=number`, each name one of the server's limits. */
function readLimits(given: readonly string[]): Result<Partial<ServerLimits>, ConfigRefusal> {
  const limits: { -readonly [K in keyof ServerLimits]?: number } = {};
  for (const one of given) {
    const [, name = '', number = ''] = /^([a-z-]+)=(\d{1,9})$/.exec(one) ?? [];
    // Nothing can be done at a rate of nothing; where 0 is the default it has a meaning.
    if (!isServerLimit(name) || (Number(number) === 0 && SERVER_LIMITS[name] !== 0)) return refuse({ tag: 'bad-limit', value: one });
    limits[name] = Number(number);
  }
  return ok(limits);
}

/** An origin and nothing more; https, or http on this machine only (N1). */
function readOrigin(text: string): Result<string, ConfigRefusal> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.origin !== text.replace(/\/$/, '') || !/^https?:$/.test(url.protocol)) return refuse({ tag: 'bad-origin', value: text });
  return url.protocol === 'http:' && !LOOPBACK.has(url.hostname) ? refuse({ tag: 'origin-needs-https', value: text }) : ok(url.origin);
}

function readSmtp(env: Readonly<Record<string, string | undefined>>): SmtpConfig | null | 'bad' {
  if (env['NAVETTE_SMTP_URL'] === undefined && env['NAVETTE_MAIL_FROM'] === undefined) return null;
  const parsed = v.safeParse(Smtp, env);
  return parsed.success ? { url: parsed.output.NAVETTE_SMTP_URL, from: parsed.output.NAVETTE_MAIL_FROM } : 'bad';
}
