import { openJournal } from './journal.ts';

/** Something the sandbox was asked to do. */
export interface Received {
  id: number;
  /** ISO 8601. */
  at: string;
  summary: string;
  /** What came, without secrets. */
  detail: Record<string, unknown>;
  /** A document to look at, such as a mail's HTML. */
  html?: string | undefined;
}

/** What a sandbox received, newest last. */
export interface Inbox {
  add(received: Omit<Received, 'id' | 'at'>): Received;
  all(): readonly Received[];
  get(id: number): Received | undefined;
  clear(): void;
}

const mostKept = 2000;

/** Opens the inbox kept at `path`, or one in memory. */
export function openInbox(path?: string): Inbox {
  const journal = openJournal<Received>(path);
  let messages = journal.kept.slice(-mostKept);
  let last = messages.at(-1)?.id ?? 0;
  journal.replace(messages);
  return {
    add(received) {
      last += 1;
      const message = { id: last, at: new Date().toISOString(), ...received };
      messages.push(message);
      journal.add(message);
      if (messages.length > 2 * mostKept) {
        messages = messages.slice(-mostKept);
        journal.replace(messages);
      }
      return message;
    },
    all: () => messages,
    get: (id) => messages.find((message) => message.id === id),
    clear() {
      messages = [];
      journal.replace([]);
    },
  };
}
