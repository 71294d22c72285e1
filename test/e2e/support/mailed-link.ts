import { waitUntil } from '../../../scripts/stack/wait-until.ts';
import type { RunningSystem } from '../../support/system.ts';

/** Link to an account's page in the newest mail of this subject to somebody, once it has arrived in the sandbox. */
export async function mailedLink(system: RunningSystem, email: string, subject: string): Promise<string> {
  let link = '';
  await waitUntil(
    `the mail “${subject}”`,
    async () => {
      const answer = await fetch(`${system.demo.sandboxes.mailjet}/_sandbox/messages`);
      const { messages } = (await answer.json()) as { messages: { detail: { Subject: string; TextPart: string; To: { Email: string }[] } }[] };
      const mail = messages.find(({ detail }) => detail.Subject === subject && detail.To[0]?.Email === email);
      const found = /https?:\/\/\S+\/(?:reset-password|verify-email)\/[\w-]{43}/.exec(mail?.detail.TextPart ?? '');
      if (found === null) throw new Error(`not among ${messages.map(({ detail }) => detail.Subject).join(', ')}`);
      [link] = found;
    },
    { timeoutSeconds: 30 },
  );
  return link;
}
