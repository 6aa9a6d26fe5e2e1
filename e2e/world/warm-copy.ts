/** A whole copy of a world's data, made once; desktops of stories that are not about the first copy start from it. */
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { startProgram } from '../../build/child-program.ts';
import { DEMO_PASSWORD } from '../../src-server/demo/facts/users.ts';
import { REPLICA_FILE } from '../../src-main/db/open-stores.ts';
import { profileFolder } from '../../src-main/session/profile.ts';

/** Holds what everybody at the headquarters holds; for a person who holds less, the desktop itself drops the rest. */
const KEEPER = 'jiesuan01';

export class WarmCopy {
  readonly #folder: string;
  readonly #serverUrl: string;
  #made: Promise<void> | null = null;

  constructor(folder: string, serverUrl: string) {
    this.#folder = folder;
    this.#serverUrl = serverUrl;
  }

  /** Lays the copy into the folder that this person's sign-in on this desktop will open. */
  async lay(dataFolder: string, login: string): Promise<void> {
    this.#made ??= this.#make();
    await this.#made;
    const target = profileFolder(dataFolder, this.#serverUrl, login);
    mkdirSync(target, { recursive: true });
    copyFileSync(
      path.join(profileFolder(this.#folder, this.#serverUrl, KEEPER), REPLICA_FILE),
      path.join(target, REPLICA_FILE),
    );
  }

  /** The program without a screen downloads everything, compares it with the server and ends. */
  async #make(): Promise<void> {
    const logFile = path.join(this.#folder, 'warm-copy.log');
    const program = startProgram({
      script: 'src-main/unattended/main.ts',
      args: ['verify', '--data', this.#folder, '--server', this.#serverUrl, '--user', KEEPER],
      logFile,
      env: { HEDUI_PASSWORD: DEMO_PASSWORD },
    });
    const exitCode = await program.ended;
    if (exitCode !== 0) throw new Error(`the copy for the stories was not made, see ${logFile}`);
  }
}
