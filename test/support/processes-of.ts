import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** Every process on this machine that belongs to a data directory: by its command, its environment or its working folder (Linux). */
export function processesOf(dataDir: string): { pid: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => ({ pid: Number(pid), command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim() }))
    .filter(({ pid, command }) => command.includes(dataDir) || read(`/proc/${pid}/environ`).includes(dataDir) || workingFolder(pid).startsWith(dataDir))
    .filter(({ pid }) => !/^State:\s+Z/m.test(read(`/proc/${pid}/status`)));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it ended meanwhile
  }
}

function workingFolder(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}
