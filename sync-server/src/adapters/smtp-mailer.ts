/**
 * Mail through the firm's relay. One recipient a message, given as an address and nothing else: a name or a list in it
 * is refused before it reaches the relay (⑪).
 */
import { createTransport } from 'nodemailer';
import type { SmtpConfig } from '../config.ts';
import type { Mailer } from '../ports.ts';

const PLAIN_ADDRESS = /^[^\s@,;:<>()[\]\\"]{1,64}@[a-z0-9.-]{1,190}$/i;

/** @throws (rejects) for a crooked address, and when the relay does not take the message */
export function smtpMailer({ url, from }: SmtpConfig): Mailer {
  const transport = createTransport(url, { from, disableFileAccess: true, disableUrlAccess: true });
  return {
    async send({ to, subject, text, html }) {
      if (!PLAIN_ADDRESS.test(to) || /[\r\n]/.test(subject)) throw new Error('crooked mail');
      await transport.sendMail({ to: { name: '', address: to }, subject, text, html });
    },
  };
}
