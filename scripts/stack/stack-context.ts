import type { StackSecrets } from './secrets.ts';
import type { StackSettings } from './settings.ts';
import type { Supervisor } from './supervisor.ts';

/** What every part of the stack is installed and started with. */
export interface StackContext {
  settings: StackSettings;
  supervisor: Supervisor;
  secrets: StackSecrets;
  /** The machine's own Python (3.10 or newer with venv). */
  python: string;
  /** Shows what a step is doing. */
  note: (text: string) => void;
}
