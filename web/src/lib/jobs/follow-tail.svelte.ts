const nearPx = 160;

/**
 * Keeps the end of a growing list in view for as long as the person looks at it; whoever scrolls away is left alone.
 * `growing()` must read what makes the list grow; once it is false, a page that was followed goes back to its top.
 */
export function followTail(growing: () => boolean): (tail: HTMLElement) => void {
  let following = false;
  return (tail) => {
    $effect.pre(() => {
      const grows = growing();
      const bottom = tail.getBoundingClientRect().bottom;
      const inView = bottom <= window.innerHeight + nearPx && bottom > 0;
      if (grows) {
        following = inView;
        if (following) requestAnimationFrame(() => tail.scrollIntoView({ block: 'nearest' }));
      } else if (following) {
        following = false;
        requestAnimationFrame(() => window.scrollTo({ top: 0, behavior: 'smooth' }));
      }
    });
  };
}
