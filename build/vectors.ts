import { readFileSync } from 'node:fs';
import { parseVectorFile, runVectorCase, type VectorFile } from '../e2e/vectors/vector-run.ts';

const files = process.argv.slice(2);
let passed = 0;
let failed = 0;

if (files.length === 0) {
  console.log('Name the vector files: npm run vectors -- FILE…');
  failed += 1;
}
for (const file of files) {
  const vectors = readVectors(file);
  if (vectors === null) {
    failed += 1;
    continue;
  }
  const failures = vectors.cases.map((vector) => ({ vector, failure: runVectorCase(vector) }));
  const broken = failures.filter((entry) => entry.failure !== null);
  for (const { vector, failure } of broken) {
    const expected = JSON.stringify(failure?.expected);
    console.log(`${vectors.suite} ${vector.id} ${vector.fn} expected ${expected} got ${JSON.stringify(failure?.got)}`);
  }
  console.log(`${file}: passed ${failures.length - broken.length} of ${failures.length}`);
  passed += failures.length - broken.length;
  failed += broken.length;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function readVectors(file: string): VectorFile | null {
  try {
    return parseVectorFile(readFileSync(file, 'utf8'));
  } catch (error) {
    console.log(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
