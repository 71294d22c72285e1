import { invalid } from '../errors.ts';

/** File of a play, given either documented spelling (`play_x` or `play_x.yaml`); refuses anything that is not a plain name. */
export function playFileName(play: string): string {
  const name = play.replace(/\.ya?ml$/, '');
  if (!/^[A-Za-z0-9_-]+$/.test(name) || name.length > 100) {
    throw invalid('provisioning_play', 'must be the name of a play: letters, digits, - and _ only, such as play_simple_service.');
  }
  return `${name}.yaml`;
}
