/** Why a job failed; workflows say it as a word, people read the sentence. */
export type JobFailureCause =
  'play_failed' | 'play_fatal' | 'play_timeout' | 'worker_lost' | 'worker_stopped' | 'cancelled' | 'verification_failed' | 'unavailable' | 'unexpected';

const sentences: Record<JobFailureCause, string> = {
  play_failed: 'The play failed.',
  play_fatal: 'Ansible could not run the play.',
  play_timeout: 'The play ran longer than it may and was stopped.',
  worker_lost: 'The worker that ran the play died in the middle of it.',
  worker_stopped: 'The worker that ran the play was shut down in the middle of it.',
  cancelled: 'The job was cancelled.',
  verification_failed: 'What the play made is not all there.',
  unavailable: 'A system the job needs did not answer for too long.',
  unexpected: 'Something unexpected went wrong.',
};

/** What else a job's reason says. */
export interface ReasonDetails {
  /** In words, noted when it happened. */
  noted: string | null;
  cancelledBy: string | null;
  failedUndos: readonly string[];
  /** What could not be removed, each as people call it. */
  remains: readonly string[];
  /** What was to be undone was undone: false for jobs that end things. */
  undone: boolean;
}

/** The reason of a failed job in words: what went wrong, and whether everything was undone. */
export function reasonInWords(cause: JobFailureCause, details: ReasonDetails): string {
  const { noted, cancelledBy, failedUndos, remains, undone } = details;
  const cancelled = cause === 'cancelled' && cancelledBy !== null ? `The job was cancelled by ${cancelledBy}.` : sentences[cause];
  // A play that is killed notes that it was killed; the cause says by whom.
  const what = noted === null || ['cancelled', 'worker_lost', 'worker_stopped'].includes(cause) ? cancelled : asSentence(noted);
  if (failedUndos.length === 0 && remains.length === 0) return undone ? `${what} Everything it had made was undone.` : what;
  const failed = failedUndos.length === 0 ? '' : ` These undos failed: ${failedUndos.join(', ')}.`;
  const left = remains.length === 0 ? '' : ` Left behind: ${remains.join(', ')}.`;
  return `${what} The clean-up is incomplete and an operator must look.${failed}${left}`;
}

const asSentence = (text: string): string => (/[.!?…]$/.test(text.trimEnd()) ? text.trimEnd() : `${text.trimEnd()}.`);
