import { Refusal } from '../../src-shared/domain/units/refusal.ts';
import { VECTOR_FUNCTIONS } from './vector-functions.ts';

export interface VectorCase {
  id: string;
  fn: string;
  in: unknown;
  out: unknown;
}

export interface VectorFile {
  suite: string;
  cases: VectorCase[];
}

export interface VectorFailure {
  expected: unknown;
  got: unknown;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** Reads the text of a vector file; a text of another form is an error that says what is missing. */
export function parseVectorFile(text: string): VectorFile {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value) || typeof value['suite'] !== 'string' || !Array.isArray(value['cases'])) {
    throw new Error('no vector file: "suite" and "cases" are expected');
  }
  const cases = value['cases'].map((entry: unknown, index): VectorCase => {
    if (!isRecord(entry) || typeof entry['fn'] !== 'string' || !('in' in entry) || !('out' in entry)) {
      throw new Error(`case ${index + 1} has no fn, in or out`);
    }
    return { id: String(entry['id']), fn: entry['fn'], in: entry['in'], out: entry['out'] };
  });
  return { suite: value['suite'], cases };
}

/** Runs one case against the application's own function; null when it passed. */
export function runVectorCase(vector: VectorCase): VectorFailure | null {
  const { isAnswer, got } = callFunction(vector);
  return isAnswer && matchesExpected(vector.out, got) ? null : { expected: vector.out, got };
}

/** The comparison of the vectors' contract: further keys are ignored, arrays and types are exact, instants are instants. */
export function matchesExpected(expected: unknown, got: unknown): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(got) &&
      got.length === expected.length &&
      expected.every((item, index) => matchesExpected(item, got[index]))
    );
  }
  if (isRecord(expected)) {
    return (
      isRecord(got) && Object.keys(expected).every((key) => key in got && matchesExpected(expected[key], got[key]))
    );
  }
  if (typeof expected === 'string' && typeof got === 'string' && INSTANT.test(expected) && INSTANT.test(got)) {
    return Date.parse(expected) === Date.parse(got);
  }
  return expected === got;
}

function callFunction(vector: VectorCase): { isAnswer: boolean; got: unknown } {
  const calculate = Object.hasOwn(VECTOR_FUNCTIONS, vector.fn) ? VECTOR_FUNCTIONS[vector.fn] : undefined;
  if (calculate === undefined) return { isAnswer: false, got: { unknownFunction: vector.fn } };
  try {
    // The files are the contract; an input of another form shows as a failing case.
    return { isAnswer: true, got: calculate(vector.in as never) };
  } catch (error) {
    return error instanceof Refusal
      ? { isAnswer: true, got: { error: error.reason } }
      : { isAnswer: false, got: { exception: String(error) } };
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
