/** Returns a function that runs `action` once calls have paused for `delayMs`, with the last call's arguments. */
export function debounce<Arguments extends unknown[]>(
  action: (...args: Arguments) => unknown,
  delayMs: number,
): (...args: Arguments) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), delayMs);
  };
}
