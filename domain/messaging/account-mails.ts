/** What somebody is told about their account. */
export interface AccountNotice {
  name: string;
  /** Address people sign in with. */
  email: string;
  /** The link of the mail and how long it works, in words; null for a notice. */
  link: { url: string; life: string } | null;
  /** Page where people sign in. */
  signInUrl: string;
  /** Where people ask for help: the operator's page, else an address. */
  help: string;
  /** What happened, for notices. */
  what: string | null;
  /** Instant, ISO 8601, and where from. */
  at: string;
  ip: string | null;
  device: string | null;
}

/** Makes the view of a mail about an account. */
export const accountMailView =
  (subject: string) =>
  ({ at, ip, device, ...notice }: AccountNotice): { subject: string } & Record<string, unknown> => ({
    ...notice,
    subject,
    facts: [
      { label: 'When', value: `${at.slice(0, 16).replace('T', ' ')} UTC` },
      { label: 'Address', value: ip },
      { label: 'Device', value: device },
    ].filter(({ value }) => value !== null),
  });

/** A duration in words, e.g. “1 hour” or “7 days”. */
export function inWords(minutes: number): string {
  const [count, unit] = minutes % 1440 === 0 ? [minutes / 1440, 'day'] : minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
