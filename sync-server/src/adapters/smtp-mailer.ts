/**
 * Mail through the firm's relay. One recipient a message, given as an address and nothing else: a name or a list in it
 * is refused before it reaches the relay (⑪).
 */
import { createTransport } from 'nodemailer';
import type { SmtpConfig } from '../config.ts';
import type { Mailer } from '../ports.ts';

const PLAIN_ADDRESS = /^[^\s@,;:<>()[\]\\"]{1,64}@[a-z0-9.-]{1,190}$/i;

const TIMEOUTS = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 };

/** @throws (rejects) for a crooked address, and when the relay does not take the message */
export function smtpMailer({ url, from }: SmtpConfig): Mailer {
  const transport = createTransport(withTimeouts(url), { from, disableFileAccess: true, disableUrlAccess: true });
  return {
    async send({ to, sender, subject, text, html }) {
      if (!PLAIN_ADDRESS.test(to) || /[\r\n]/.test(subject + sender)) throw new Error('crooked mail');
      await transport.sendMail({
        from: { name: sender, address: from },
        to: { name: '', address: to },
        subject,
        text,
        html,
        // No out-of-office answer to a machine (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      });
    },
  };
}

/** A relay that says nothing is given up; what the operator set in the address stands. */
function withTimeouts(url: string): string {
  const address = new URL(url);
  for (const [name, milliseconds] of Object.entries(TIMEOUTS))
    if (!address.searchParams.has(name)) address.searchParams.set(name, String(milliseconds));
  return address.href;
}
