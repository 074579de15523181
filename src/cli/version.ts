import { readFileSync } from 'node:fs';

/** The version of this package; built modules lie two folders deep, as this one does. */
export function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
