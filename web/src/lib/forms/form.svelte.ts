import { tick } from 'svelte';
import { ApiError, messageOf } from '#lib/api/api-error.ts';
import { provideFormErrors } from './form-context.ts';

interface FormOptions<Values, Result> {
  initial: Values;
  submit: (values: Values) => Promise<Result>;
  onsuccess?: (result: Result) => void;
  /** Checks before anything is sent; keys are field names, values what is wrong. */
  check?: (values: Values) => Record<string, string>;
}

/** A form's values, its errors by the API's field names, and its submission. */
export class Form<Values extends object, Result> {
  values: Values;
  errors = $state<Record<string, string>>({});
  /** An error that belongs to no field of this form. */
  failure = $state.raw<unknown>();
  busy = $state(false);
  readonly #options: FormOptions<Values, Result>;
  #pristine: string;

  constructor(options: FormOptions<Values, Result>) {
    this.#options = options;
    this.values = $state(structuredClone(options.initial));
    this.#pristine = JSON.stringify(options.initial);
    provideFormErrors((field) => this.errors[field]);
  }

  /** True when something was changed since the last reset. */
  get dirty(): boolean {
    return JSON.stringify(this.values) !== this.#pristine;
  }

  /** Puts new initial values in place and forgets errors. */
  reset(values: Values): void {
    this.values = structuredClone($state.snapshot(values) as Values);
    this.#pristine = JSON.stringify(values);
    this.errors = {};
    this.failure = undefined;
  }

  /** Sends the form; field errors are put at their fields and the first faulty one gets the focus. */
  submit = async (event?: SubmitEvent): Promise<void> => {
    event?.preventDefault();
    if (this.busy) return;
    const form = event?.currentTarget instanceof HTMLFormElement ? event.currentTarget : undefined;
    const values = $state.snapshot(this.values) as Values;
    this.failure = undefined;
    this.errors = this.#options.check?.(values) ?? {};
    if (Object.keys(this.errors).length > 0) return focusFirstError(form);
    this.busy = true;
    try {
      const result = await this.#options.submit(values);
      this.#pristine = JSON.stringify(values);
      this.#options.onsuccess?.(result);
    } catch (cause) {
      this.#take(cause, form);
    } finally {
      this.busy = false;
    }
  };

  #take(cause: unknown, form: HTMLFormElement | undefined): void {
    const faults = cause instanceof ApiError ? cause.faults : [];
    const known = faults.filter((fault) => !form || form.querySelector(`[name="${CSS.escape(fault.field)}"]`));
    this.errors = Object.fromEntries(known.map((fault) => [fault.field, sentence(fault.message)]));
    if (known.length === 0 || known.length < faults.length) this.failure = cause;
    if (known.length > 0) void focusFirstError(form);
  }

  /** What to show above the form's buttons. */
  get failureMessage(): string | undefined {
    return this.failure === undefined ? undefined : messageOf(this.failure);
  }
}

async function focusFirstError(form: HTMLFormElement | undefined): Promise<void> {
  await tick();
  form?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid]')?.focus();
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
