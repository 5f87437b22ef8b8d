/** The firm's server seen from outside: started over its data again and again, with what is written in between. */
import { setTimeout as pause } from 'node:timers/promises';
import path from 'node:path';
import { EnrolAnswer } from '@navette/protocol/commands';
import { CLIENT_HEADER } from '@navette/protocol/version';
import * as v from 'valibot';
import { TEST_EXTENSION_ORIGIN, TEST_PASSWORD } from '../../../sync-server/src/testing/test-server.ts';
import { ServerProcess } from '../sync/server-process.ts';
import { AS_NPM_START } from '../sync/targets.ts';

const EMAIL = 'claire.morel@demo.navette.example';

/** One person's device: a bearer token for its requests, a cookie for its sockets. */
export type SignedIn = { readonly origin: string; readonly token: string; readonly cookie: string; readonly device: number };

export class Firm {
  readonly server: ServerProcess;
  #fill = '';
  #starts = 0;

  constructor() {
    this.server = new ServerProcess({
      name: 'navette',
      args: [path.join(import.meta.dirname, 'firm-server.ts')],
      env: (data) => ({ ...AS_NPM_START, DATA: data, FILL: this.#fill }),
      path: (room) => `/live/${room}`,
      dialect: 'stock',
      holds: true,
      keeps: true,
    });
  }

  /** Stops it if it runs, and starts it with `fill` written; once more without, so that writing leaves no trace in what is measured. */
  async restart(fill: 'history' | 'day' | null): Promise<SignedIn> {
    if (fill) await this.#start(fill);
    await this.#start('');
    await pause(500);
    return this.#signIn();
  }

  async #start(fill: string): Promise<void> {
    this.#fill = fill;
    await this.server.stop();
    this.#starts += 1;
    await this.server.start();
    while (this.server.said().split('filled\n').length <= this.#starts) await pause(20);
  }

  async #signIn(): Promise<SignedIn> {
    const origin = `http://localhost:${this.server.port}`;
    const enter = (from: string): Promise<Response> =>
      fetch(`${origin}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: from, [CLIENT_HEADER]: 'bench' },
        body: JSON.stringify({ email: EMAIL, password: TEST_PASSWORD }),
      });
    const token = (await enter(TEST_EXTENSION_ORIGIN)).headers.get('set-auth-token') ?? '';
    const cookie = (await enter(origin)).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const enrolled = await fetch(`${origin}/api/v1/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, [CLIENT_HEADER]: 'bench' },
      body: JSON.stringify({ label: 'bench' }),
    });
    return { origin, token, cookie, device: v.parse(EnrolAnswer, await enrolled.json()).device };
  }
}
