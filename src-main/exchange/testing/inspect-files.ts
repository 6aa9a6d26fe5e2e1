/** Reads the files named as arguments one after the other and prints one JSON line each; run with a memory limit by tests. */
import readForeignFile from '../read-file.isolated.ts';
import { AppError } from '../../../src-shared/errors.ts';

for (const path of process.argv.slice(2)) {
  try {
    const found = await readForeignFile(
      { action: 'inspect', path, kind: 'stations', sheet: null, headerRowNo: null },
      { progress: () => undefined },
    );
    console.log(JSON.stringify({ path, found }));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.log(JSON.stringify({ path, reason: error.data.reason, details: error.data.details }));
  }
}
