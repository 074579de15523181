import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where hooks keep what they need between two calls. */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  const told = env['SECOND_THOUGHT_STATE_DIR'];
  if (told !== undefined && told !== '') return told;
  const { XDG_STATE_HOME: state, LOCALAPPDATA: local } = env;
  const base = state || (process.platform === 'win32' && local) || join(homedir(), '.local/state');
  return join(base, 'second-thought');
}
