import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const ServerFile = z.object({ server: z.url({ protocol: /^https?$/ }) });

/**
 * Per-user data lies in the local profile: the roaming one, Electron's default, would be copied at every sign-on with the
 * whole database (electron guide §8).
 */
export function dataFolderOf(env: NodeJS.ProcessEnv, defaultFolder: string): string {
  if (env.HEDUI_DATA !== undefined) return env.HEDUI_DATA;
  return env.LOCALAPPDATA === undefined ? defaultFolder : path.join(env.LOCALAPPDATA, 'Hedui');
}

/** The central server: environment first, then `server.json` in the data folder, which the IT department distributes. */
export function serverUrlOf(env: NodeJS.ProcessEnv, dataFolder: string): string | null {
  if (env.HEDUI_SERVER !== undefined) return env.HEDUI_SERVER;
  const file = path.join(dataFolder, 'server.json');
  if (!existsSync(file)) return null;
  try {
    return ServerFile.parse(JSON.parse(readFileSync(file, 'utf8'))).server;
  } catch {
    return null;
  }
}
