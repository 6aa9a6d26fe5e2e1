import { parseArgs } from 'node:util';

export const VERBS = ['verify', 'export', 'import'] as const;
export type Verb = (typeof VERBS)[number];

export const USAGE = `usage: npm run hedui -- VERB --data FOLDER --server URL (--user LOGIN | --demo-user LOGIN) …
  verify                                   compares the copy on this computer with the server
  export --report NAME --params P.json --out F.xlsx
  import --kind KIND --file F --map MAP.json --report OUT.json [--dry-run]
The password of --user is read from HEDUI_PASSWORD.`;

export interface CommandLine {
  verb: Verb;
  data: string;
  server: string;
  user: string | null;
  demoUser: string | null;
  option(name: 'report' | 'params' | 'out' | 'kind' | 'file' | 'map'): string;
  dryRun: boolean;
}

/** Reads the command line; a text says what is wrong with it. */
export function readCommandLine(args: readonly string[]): CommandLine | string {
  const text = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ data: text, server: text, user: text, 'demo-user': text, report: text, params: text, out: text },
        ...{ kind: text, file: text, map: text, 'dry-run': { type: 'boolean', default: false } },
      },
    });
    const verb = VERBS.find((known) => known === positionals[0]);
    if (verb === undefined) return `unknown verb: ${positionals[0] ?? '(none)'}`;
    const { data, server } = values;
    if (data === undefined || server === undefined) return '--data and --server are needed';
    const user = values.user ?? null;
    const demoUser = values['demo-user'] ?? null;
    if ((user === null) === (demoUser === null)) return 'one of --user and --demo-user is needed';
    const missing = NEEDED[verb].find((name) => values[name] === undefined);
    if (missing !== undefined) return `${verb} needs --${missing}`;
    return { verb, data, server, user, demoUser, option: (name) => values[name] ?? '', dryRun: values['dry-run'] };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const NEEDED = {
  verify: [],
  export: ['report', 'params', 'out'],
  import: ['kind', 'file', 'map', 'report'],
} as const;
